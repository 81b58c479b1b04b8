"""Timers: something happens later, once; or not, if it is stopped before.

A channel brings the news, so a timer can stand in a select.

    python examples/timers.py
"""

from goruntime import chan, recv, run, select, time

SOON = 10 * time.Millisecond


def main() -> None:
    # A timer sends the time on its channel.
    begin = time.Now()
    timer = time.NewTimer(SOON)
    fired = timer.C.recv()
    print("fired, not too early:", fired.Sub(begin) >= SOON)

    # One that is stopped never does.  That is what it has over Sleep.
    timer = time.NewTimer(time.Hour)
    print("stopped in time:", timer.Stop())
    print("stopped twice:", timer.Stop())

    # It can be set again, as when a client shows that it is still there.
    print("was running:", timer.Reset(time.Hour))
    print("was running:", timer.Reset(SOON))
    timer.C.recv()
    print("fired after the reset")

    # AfterFunc calls a function instead, in a goroutine of its own.
    done = chan[str]()
    time.AfterFunc(SOON, lambda: done.send("called"))
    print(done.recv())

    # Stop takes back what fired and was not received: no stale value is left.
    timer = time.NewTimer(0)
    time.Sleep(SOON)
    timer.Stop()
    match select(recv(timer.C), recv(time.After(SOON))):
        case 0, _, _:
            print("a stale value")
        case _:
            print("nothing is left in the channel")


if __name__ == "__main__":
    run(main)

# Output:
# fired, not too early: True
# stopped in time: True
# stopped twice: False
# was running: False
# was running: True
# fired after the reset
# called
# nothing is left in the channel
