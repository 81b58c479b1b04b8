"""Timeouts: a select with time.After, and a context that ends by itself.

The first is for one wait.  The second is handed down, so that all who work for the same
request stop at the same moment.

    python examples/timeouts.py
"""

from goruntime import SendChan, chan, context, default, go, recv, run, select, time

SHORT = 20 * time.Millisecond


def answer(after: time.Duration, out: SendChan[str]) -> None:
    time.Sleep(after)
    out.send("42")


def ask(ctx: context.Context, slowness: time.Duration) -> str:
    """Return the answer, or raise what ended ctx."""
    out = chan[str](1)  # a late answer has where to go, so nobody waits for ever
    go(answer, slowness, out)
    match select(recv(out), recv(ctx.Done())):
        case 0, text, _:
            return str(text)
    raise ctx.Err()


def main() -> None:
    # One wait.
    quick, slow = chan[str](1), chan[str](1)
    go(answer, time.Millisecond, quick)
    go(answer, time.Hour, slow)
    for out, patience in ((quick, time.Minute), (slow, SHORT)):
        match select(recv(out), recv(time.After(patience))):
            case 0, text, _:
                print("answer:", text)
            case _:
                print("no answer after", patience)

    # No wait at all.
    match select(recv(slow), default):
        case 0, text, _:
            print("answer:", text)
        case _:
            print("no answer yet")

    # A request with a deadline; what works for it in turn gets the same context.
    for timeout, slowness in ((time.Minute, time.Millisecond), (SHORT, time.Hour)):
        ctx, cancel = context.WithTimeout(context.Background(), timeout)
        with cancel:
            try:
                print("asked:", ask(ctx, slowness))
            except TimeoutError as err:  # this one is a context.DeadlineExceeded
                print("asked:", err)


if __name__ == "__main__":
    run(main)

# Output:
# answer: 42
# no answer after 20ms
# no answer yet
# asked: 42
# asked: context deadline exceeded
