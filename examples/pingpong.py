"""Two players and one ball: a channel hands it over, a select ends the game.

Each player waits for two things at once, the ball and the whistle.

    python examples/pingpong.py
"""

from dataclasses import dataclass

from goruntime import RecvChan, SendChan, chan, recv, run, select, sync


@dataclass
class Ball:
    """What the players hand over; who has it may write on it."""

    hits: int = 0


def play(
    name: str, table: chan[Ball], whistle: RecvChan[None], out: SendChan[Ball]
) -> None:
    while True:
        match select(recv(table), recv(whistle)):
            case 0, ball, _:
                ball.hits += 1
                print(name, ball.hits)
                if ball.hits < 6:
                    table.send(ball)  # waits until the other takes it
                else:
                    out.send(ball)
            case _:
                return


def main() -> None:
    table, out = chan[Ball](), chan[Ball]()
    whistle = chan[None]()
    players = sync.WaitGroup()
    players.Go(play, "ping", table, whistle, out)
    table.send(Ball())  # to the one who is there: the game is on
    players.Go(play, "pong", table, whistle, out)
    ball = out.recv()
    whistle.close()  # a closed channel is always ready: both hear it
    players.Wait()
    print(f"out after {ball.hits} hits")


if __name__ == "__main__":
    run(main)

# Output:
# ping 1
# pong 2
# ping 3
# pong 4
# ping 5
# pong 6
# out after 6 hits
