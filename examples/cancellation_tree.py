"""A tree of contexts: what ends one ends all below it, and says why.

The server has a context, each request one below it, and a step of a request may have
one below that: it can end earlier, but not later.  WithCancelCause takes along the
reason, and Cause finds it from anywhere below.

    python examples/cancellation_tree.py
"""

from goruntime import context, recv, run, select, sync, time

REQUEST_ID = "request id"


def step(ctx: context.Context, name: str, report: dict[str, str]) -> None:
    """Work until somebody says to stop; leave a note of why that was."""
    select(recv(ctx.Done()))
    who = ctx.Value(REQUEST_ID)
    report[f"{who}, {name}"] = f"{ctx.Err()}: {context.Cause(ctx)}"


def main() -> None:
    report: dict[str, str] = {}
    steps = sync.WaitGroup()

    server, shut_down = context.WithCancelCause(context.Background())
    first = context.WithValue(server, REQUEST_ID, "first")
    second, hang_up = context.WithCancelCause(
        context.WithValue(server, REQUEST_ID, "second")
    )

    # The first request has a slow step, which gives up by itself.
    impatient, cancel = context.WithTimeoutCause(
        first, 10 * time.Millisecond, TimeoutError("the database is slow")
    )
    with cancel:
        steps.Go(step, impatient, "query", report)
        steps.Wait()

    # The second one's client hangs up: both of its steps end.
    steps.Go(step, second, "query", report)
    steps.Go(step, second, "render", report)
    hang_up(ConnectionResetError("the client has gone"))
    steps.Wait()
    print("the first request goes on:", first.Err() is None)

    # The server ends, and with it what is left; except for what is to outlive it.
    steps.Go(step, first, "render", report)
    log = context.WithoutCancel(first)
    shut_down(RuntimeError("the server ends"))
    steps.Wait()
    print("the log goes on:", log.Err() is None, "for the", log.Value(REQUEST_ID))

    for who, why in sorted(report.items()):
        print(f"{who}: {why}")


if __name__ == "__main__":
    run(main)

# Output:
# the first request goes on: True
# the log goes on: True for the first
# first, query: context deadline exceeded: the database is slow
# first, render: context canceled: the server ends
# second, query: context canceled: the client has gone
# second, render: context canceled: the client has gone
