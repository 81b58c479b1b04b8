"""The port of timers.go."""

from functools import partial

from goruntime import Panic, chan, default, recv, run, select, time
from tests.programs.fmt import Println


def main() -> None:
    t = time.NewTimer(time.Hour)
    Println(t.Stop(), t.Stop(), t.Reset(time.Millisecond), len(t.C), t.C.cap)
    t.C.recv()
    Println(t.Stop(), t.Reset(time.Hour), t.Reset(time.Hour), t.Stop())

    fired = chan[int](3)
    for n in [3, 1, 2]:
        send = partial(fired.send, n)
        time.AfterFunc(time.Duration(n) * time.Millisecond, send)
    Println(fired.recv() + fired.recv() + fired.recv())

    ticker = time.NewTicker(2 * time.Millisecond)
    last = time.Time()
    for _ in range(5):
        now = ticker.C.recv()
        if not now.After(last):
            Println("time stands still")
        last = now
    ticker.Stop()
    match select(recv(ticker.C), default):
        case 0, _, _:
            Println("a tick after Stop")
    ticker.Reset(time.Millisecond)
    ticker.C.recv()
    ticker.Stop()

    start = time.Now()
    time.Sleep(5 * time.Millisecond)
    time.Sleep(-1)
    Println(time.Since(start) >= 5 * time.Millisecond, time.Until(start) < 0)
    try:
        time.NewTicker(0)
    except Panic as p:
        Println(p)


if __name__ == "__main__":
    run(main)
