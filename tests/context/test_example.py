"""The examples of Go's package documentation, and what they print."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest

import net
from goruntime import (
    NumGoroutine,
    RecvChan,
    chan,
    context,
    errors,
    go,
    recv,
    select,
    send,
    sync,
    time,
)
from tests.waiting import outcome, until

SHORT = time.Millisecond


@pytest.mark.from_go("context/example_test.go", "ExampleWithCancel")
def test_a_generator_of_numbers_ends_with_its_context() -> None:
    before = NumGoroutine()

    def gen(ctx: context.Context) -> RecvChan[int]:
        dst = chan[int]()

        def count() -> None:
            n = 1
            while select(recv(ctx.Done()), send(dst, n))[0] == 1:
                n += 1

        go(count)
        return dst

    got = []
    ctx, cancel = context.WithCancel(context.Background())
    with cancel:
        for n in gen(ctx):
            got.append(n)
            if n == 5:
                break
    assert got == [1, 2, 3, 4, 5]
    until(lambda: NumGoroutine() == before)


@pytest.mark.from_go("context/example_test.go", "ExampleWithDeadline")
@pytest.mark.from_go("context/example_test.go", "ExampleWithTimeout")
@pytest.mark.parametrize(
    "derive",
    [
        lambda ctx: context.WithDeadline(ctx, time.Now().Add(SHORT)),
        lambda ctx: context.WithTimeout(ctx, SHORT),
    ],
    ids=["deadline", "timeout"],
)
def test_a_wait_is_given_up_when_its_time_is_over(
    derive: Callable[[context.Context], tuple[context.Context, Any]],
) -> None:
    never = chan[None]()
    ctx, cancel = derive(context.Background())
    with cancel:
        assert select(recv(never), recv(ctx.Done()))[0] == 1
        assert str(ctx.Err()) == "context deadline exceeded"


@pytest.mark.from_go("context/example_test.go", "ExampleWithValue")
def test_a_value_is_found_by_a_key_of_its_own_type() -> None:
    class Favourite(str):
        __slots__ = ()

    def look(ctx: context.Context, k: Favourite) -> str:
        v = ctx.Value(k)
        return f"key not found: {k}" if v is None else f"found value: {v}"

    ctx = context.WithValue(context.Background(), Favourite("language"), "Go")
    assert look(ctx, Favourite("language")) == "found value: Go"
    assert look(ctx, Favourite("color")) == "key not found: color"
    assert ctx.Value("language") is None


@pytest.mark.from_go("context/example_test.go", "ExampleAfterFunc_cond")
def test_a_wait_for_a_condition_ends_with_its_context() -> None:
    mu = sync.Mutex()
    cond = sync.NewCond(mu)

    def wait(ctx: context.Context, met: Callable[[], bool]) -> None:
        def wake() -> None:
            with mu:  # or it could come before the Wait
                cond.Broadcast()

        with ExitStack() as stack:
            stack.callback(context.AfterFunc(ctx, wake))
            while not met():
                cond.Wait()
                if (err := ctx.Err()) is not None:
                    raise err

    got: list[str] = []

    def work() -> None:
        ctx, cancel = context.WithTimeout(context.Background(), SHORT)
        with cancel, mu:
            got.append(str(outcome(lambda: wait(ctx, lambda: False))))

    wg = sync.WaitGroup()
    for _ in range(4):
        wg.Go(work)
    wg.Wait()
    assert got == ["context deadline exceeded"] * 4


@pytest.mark.from_go("context/example_test.go", "ExampleAfterFunc_connection")
def test_a_read_ends_with_its_context_and_the_next_one_has_time_again() -> None:
    def read(ctx: context.Context, conn: net.Conn, b: bytearray) -> int:
        stopped = chan[None]()

        def abort() -> None:
            conn.SetReadDeadline(time.Now())
            stopped.close()

        stop = context.AfterFunc(ctx, abort)
        try:
            return conn.Read(b)
        finally:
            if not stop():  # abort has begun: after its end the deadline goes
                stopped.recv()
                conn.SetReadDeadline(None)
                err = ctx.Err()
                assert err is not None
                raise err

    with (
        net.Listen("tcp", "localhost:0") as ln,
        net.Dial(ln.Addr().Network(), str(ln.Addr())) as conn,
        ln.Accept() as peer,
    ):
        b = bytearray(1024)
        ctx, cancel = context.WithTimeout(context.Background(), SHORT)
        with cancel, pytest.raises(TimeoutError, match=r"^context deadline exceeded$"):
            read(ctx, conn, b)
        peer.Write(b"late")
        assert read(context.Background(), conn, b) == 4


@pytest.mark.from_go("context/example_test.go", "ExampleAfterFunc_merge")
def test_a_context_that_is_over_with_either_of_two() -> None:
    def merge(
        ctx: context.Context, other: context.Context
    ) -> tuple[context.Context, Callable[[], None]]:
        merged, cancel = context.WithCancelCause(ctx)
        stop = context.AfterFunc(other, lambda: cancel(context.Cause(other)))

        def end() -> None:
            stop()
            cancel(context.Canceled)

        return merged, end

    ctx1, cancel1 = context.WithCancelCause(context.Background())
    ctx2, cancel2 = context.WithCancelCause(context.Background())
    merged, end = merge(ctx1, ctx2)
    cancel2(errors.New("ctx2 canceled"))
    merged.Done().recv()
    assert str(context.Cause(merged)) == "ctx2 canceled"
    end()
    cancel1(errors.New("ctx1 canceled"))
