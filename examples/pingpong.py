"""Two players and one ball: a channel hands it over, and a select ends the game.

    python examples/pingpong.py
"""

from dataclasses import dataclass

from goruntime import RecvChan, chan, go, recv, run, select


@dataclass
class Ball:
    hits: int = 0


def player(name: str, table: chan[Ball], whistle: RecvChan[None]) -> None:
    while True:
        match select(recv(table), recv(whistle)):
            case 0, ball, _:
                ball.hits += 1
                print(name, ball.hits)
                if ball.hits == 6:
                    rally_over.send(ball)
                else:
                    table.send(ball)
            case _:
                return  # a closed channel is always ready


rally_over = chan[Ball]()


def main() -> None:
    table = chan[Ball]()
    whistle = chan[None]()
    go(player, "ping", table, whistle)
    go(player, "pong", table, whistle)

    table.send(Ball())  # the game is on
    ball = rally_over.recv()
    whistle.close()  # tells both of them at once
    print(f"game over after {ball.hits} hits")


if __name__ == "__main__":
    run(main)

# Output:
# ping 1
# pong 2
# ping 3
# pong 4
# ping 5
# pong 6
# game over after 6 hits
