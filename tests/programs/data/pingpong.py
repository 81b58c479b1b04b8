"""The port of pingpong.go."""

from goruntime import chan, go, run
from tests.programs.fmt import Println


def play(name: str, table: chan[int], done: chan[str]) -> None:
    for ball in table:
        Println(name, ball)
        if ball == 6:
            table.close()
            break
        table.send(ball + 1)
    done.send(name)


def main() -> None:
    table = chan[int]()
    done = chan[str]()
    go(play, "ping", table, done)
    table.send(0)
    go(play, "pong", table, done)
    Println(len(done.recv()) + len(done.recv()))


if __name__ == "__main__":
    run(main)
