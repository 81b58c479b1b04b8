"""The port of timer_states.go."""

from goruntime import Panic, chan, default, recv, run, select, time
from tests.programs.fmt import Println


def main() -> None:
    t = time.NewTimer(time.Millisecond)
    time.Sleep(20 * time.Millisecond)
    Println(len(t.C), t.C.cap, t.Stop(), t.Stop())
    match select(recv(t.C), default):
        case 0, _, _:
            Println("stale")
        case _:
            Println("nothing")

    t.Reset(time.Millisecond)
    time.Sleep(20 * time.Millisecond)
    Println(t.Reset(time.Hour))
    match select(recv(t.C), recv(time.After(time.Millisecond))):
        case 0, _, _:
            Println("stale")
        case 1, _, _:
            Println("nothing")
    Println(t.Reset(-1))
    t.C.recv()
    Println(t.Reset(0), t.Stop())

    fired = chan[int](1)
    f = time.AfterFunc(time.Hour, lambda: fired.send(1))
    Println(f.C is None, f.Reset(0), fired.recv())
    Println(f.Stop(), f.Reset(time.Hour), f.Stop())

    ticker = time.NewTicker(time.Hour)
    ticker.Reset(time.Millisecond)
    time.Sleep(20 * time.Millisecond)
    ticker.C.recv()  # those that were missed in between are dropped
    ticker.Stop()
    ticker.Stop()
    match select(recv(ticker.C), default):
        case 0, _, _:
            Println("stale")
        case _:
            Println("nothing")
    zero = time.Timer()
    try:
        zero.Stop()
    except Panic as p:
        Println(p)
    try:
        ticker.Reset(-1)
    except Panic as p:
        Println(p)


if __name__ == "__main__":
    run(main)
