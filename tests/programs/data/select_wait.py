"""The port of select_wait.go."""

from goruntime import chan, go, recv, run, select, send, time
from tests.programs.fmt import Println


def main() -> None:
    work, quit = chan[int](), chan[None]()

    def produce() -> None:
        for i in range(4):
            work.send(i * i)
        quit.close()

    go(produce)
    running = True
    while running:
        match select(recv(work), recv(quit), recv(time.After(time.Minute))):
            case 0, v, _:
                Println("work", v)
            case 1, _, _:
                Println("quit")
                running = False
            case 2, _, _:
                Println("timeout")
    match select(recv(work), recv(time.After(10 * time.Millisecond))):
        case 0, v, _:
            Println("work", v)
        case 1, _, _:
            Println("timeout")
    out, what = chan[int](), ""

    def either() -> None:
        nonlocal what
        match select(send(out, 1), recv(out)):
            case 0, _, _:
                what = "sent"
            case 1, _, _:
                what = "received"
        out.close()

    go(either)
    Println(out.recv())
    _, ok = out.recv_ok()
    Println(ok, what)


if __name__ == "__main__":
    run(main)
