"""The port of context_timeout.go."""

from goruntime import context, errors, recv, run, select, time
from tests.programs.fmt import Println


def main() -> None:
    errSlow = errors.New("too slow")
    ctx, cancel = context.WithTimeoutCause(
        context.Background(), 10 * time.Millisecond, errSlow
    )
    inner, stop = context.WithTimeout(ctx, time.Hour)
    a, _ = ctx.Deadline()
    b, _ = inner.Deadline()
    assert a is not None
    assert b is not None
    Println(a.Equal(b))
    match select(recv(inner.Done()), recv(time.After(time.Minute))):
        case 0, _, _:
            Println(inner.Err())
        case 1, _, _:
            Println("no deadline")
    Println(context.Cause(inner), errors.Is(inner.Err(), context.DeadlineExceeded))
    timeout = errors.As(inner.Err(), context.DeadlineExceeded)
    Println(timeout is not None, timeout is not None and timeout.Timeout())
    cancel()
    Println(ctx.Err())

    past, done = context.WithDeadline(context.Background(), time.Unix(0, 0))
    Println(past.Err(), context.Cause(past))

    never, release = context.WithTimeout(context.Background(), time.Hour)
    release()
    never_done = never.Done()
    assert never_done is not None
    never_done.recv()
    Println(never.Err())
    done()
    stop()


if __name__ == "__main__":
    run(main)
