"""Tickers: something happens again and again, until it is stopped.

The ticks come on a channel, so that a select can wait for something else, too.

    python examples/tickers.py
"""

from goruntime import RecvChan, SendChan, chan, default, go, recv, run, select, time

TICK = 10 * time.Millisecond


def beat(beats: SendChan[None], stop: RecvChan[None]) -> None:
    with time.NewTicker(TICK) as ticker:  # which stops it in the end
        while True:
            match select(recv(ticker.C), recv(stop)):
                case 0, _, _:
                    beats.send(None)
                case _:
                    beats.close()
                    return


def main() -> None:
    begin = time.Now()
    with time.NewTicker(TICK) as ticker:
        for number in range(1, 4):
            ticker.C.recv()
            print("tick", number)
        print("three took", 3 * TICK, "at least:", time.Since(begin) >= 3 * TICK)

        # Who is slow misses ticks: they do not pile up.
        time.Sleep(5 * TICK)
        ticker.C.recv()  # the fourth has waited for us
        ticker.C.recv()  # the fifth to the eighth have not
        print("the next was the ninth:", time.Since(begin) >= 9 * TICK)

        # A new period, from now on.
        ticker.Reset(time.Hour)
        match select(recv(ticker.C), default):
            case 0, _, _:
                print("a tick from before")
            case _:
                print("none before the hour is over")

    # The usual form: a goroutine that works at every tick, until it is told to stop.
    beats, stop = chan[None](), chan[None]()
    go(beat, beats, stop)
    for number in (1, 2):
        beats.recv()
        print("beat", number)
    stop.close()
    for _ in beats:
        pass  # one more may have been on its way
    print("stopped")


if __name__ == "__main__":
    run(main)

# Output:
# tick 1
# tick 2
# tick 3
# three took 30ms at least: True
# the next was the ninth: True
# none before the hour is over
# beat 1
# beat 2
# stopped
