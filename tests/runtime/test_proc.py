"""Goroutines: go, run, Gosched, Goexit, NumGoroutine."""

import contextvars
import gc
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

import goruntime
from goruntime import (
    FatalError,
    Goexit,
    Gosched,
    NumCPU,
    NumGoroutine,
    aio,
    chan,
    go,
    recv,
    run,
    select,
    send,
    sync,
    time,
)
from goruntime.tls import getm


def test_goroutines_start_in_the_order_of_go() -> None:
    order: list[int] = []
    for i in range(10):
        go(order.append, i)
    Gosched()
    assert order == list(range(10))


def test_go_passes_arguments_and_keywords() -> None:
    got: list[object] = []

    def f(a: int, b: int, *, c: int) -> None:
        got.append((a, b, c))

    go(f, 1, 2, c=3)
    Gosched()
    assert got == [(1, 2, 3)]


def test_go_of_none_is_fatal_as_in_go() -> None:
    with pytest.raises(FatalError, match="go of nil func value") as fatal:
        go(None)  # type: ignore[arg-type]
    assert HINT in fatal.value.__notes__[0]


HINT = "give it the function and its arguments, go(f, x), not go(f(x))"


async def coroutine(n: int) -> None:
    pass


def generator(n: int) -> Iterator[int]:
    yield n


async def agenerator(n: int) -> AsyncIterator[int]:
    yield n


def test_go_of_what_cannot_be_called_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="int object is not callable") as error:
        go(3)  # type: ignore[arg-type]
    assert HINT in str(error.value)
    with pytest.raises(TypeError, match="coroutine object is not callable") as error:
        go(coroutine(3))  # type: ignore[arg-type]
    assert HINT in str(error.value)
    assert "go(aio.run, f(x))" in str(error.value)


@pytest.mark.parametrize("start", [go, sync.WaitGroup().Go], ids=["go", "WaitGroup"])
@pytest.mark.parametrize("f", [coroutine, generator, agenerator])
def test_a_function_that_only_makes_what_would_run_is_a_type_error(
    start: Callable[..., None], f: Callable[[int], object]
) -> None:
    errors: list[BaseException] = []
    previous = goruntime.set_panic_hook(lambda _, exc: errors.append(exc))
    try:
        start(f, 1)
        Gosched()
    finally:
        goruntime.set_panic_hook(previous)
    assert [type(err) for err in errors] == [TypeError]
    assert str(errors[0]).startswith(f"go: {f.__name__} is a")
    assert "of which nothing has run" in str(errors[0])


def test_a_goroutine_may_return_a_generator_that_has_begun() -> None:
    def begun() -> Iterator[int]:
        it = generator(1)
        next(it)
        return it

    go(begun)
    Gosched()


def test_a_goroutine_sees_a_copy_of_its_starters_context() -> None:
    var = contextvars.ContextVar("var", default=0)
    seen: list[int] = []

    def child() -> None:
        seen.append(var.get())
        var.set(99)

    var.set(1)
    go(child)
    var.set(2)
    go(child)
    Gosched()
    assert seen == [1, 2]
    assert var.get() == 2


def test_contexts_of_goroutines_that_take_turns_do_not_mix() -> None:
    var = contextvars.ContextVar[int]("var")
    wrong: list[int] = []

    def child(i: int) -> None:
        var.set(i)
        for _ in range(10):
            Gosched()
            if var.get() != i:
                wrong.append(i)

    for i in range(20):
        go(child, i)
    while NumGoroutine() > 1:
        Gosched()
    assert not wrong


def test_a_goroutine_that_ended_keeps_nothing_alive() -> None:
    class Thing:
        pass

    thing = Thing()
    ref = weakref.ref(thing)

    def f(thing: Thing) -> None:
        Gosched()

    go(f, thing)
    del thing
    while NumGoroutine() > 1:
        Gosched()
    gc.collect()
    assert ref() is None


def test_numgoroutine_counts_new_waiting_and_main() -> None:
    ch = chan[None]()
    assert NumGoroutine() == 1
    for _ in range(5):
        go(ch.recv)
    assert NumGoroutine() == 6
    Gosched()
    assert NumGoroutine() == 6
    ch.close()
    while NumGoroutine() > 1:
        Gosched()


def test_numcpu_is_what_the_process_may_use() -> None:
    assert NumCPU() >= 1


@pytest.mark.from_go("runtime/proc_test.go", "TestYieldProgress")
def test_two_that_yield_take_turns() -> None:
    turns: list[str] = []

    def f(name: str) -> None:
        for _ in range(3):
            turns.append(name)
            Gosched()

    go(f, "a")
    go(f, "b")
    while NumGoroutine() > 1:
        Gosched()
    assert turns == ["a", "b"] * 3


@pytest.mark.from_go("runtime/proc_test.go", "TestGoroutineParallelism")
def test_a_goroutine_that_starts_others_for_ever_does_not_starve_the_rest() -> None:
    done = chan[None]()
    stop = False

    def again() -> None:
        if not stop:
            go(again)

    go(again)
    go(done.send, None)
    done.recv()
    stop = True
    while NumGoroutine() > 1:
        Gosched()


def test_new_goroutines_run_although_others_are_always_runnable() -> None:
    stop = False
    started: list[int] = []

    def busy() -> None:
        while not stop:
            Gosched()

    for _ in range(10):
        go(busy)
    for i in range(100):
        go(started.append, i)
    for _ in range(50):
        Gosched()
    stop = True
    assert len(started) == 100
    while NumGoroutine() > 1:
        Gosched()


@pytest.mark.from_go("runtime/proc_test.go", "TestTimerFairness")
def test_goroutines_that_always_find_a_partner_do_not_starve_a_timer() -> None:
    c, done = chan[None](), chan[None]()

    def busy() -> None:
        while select(send(c, None), recv(done))[0] == 0:
            pass

    for _ in range(2):
        go(busy)
    timer = time.After(20 * time.Millisecond)
    while select(recv(c), recv(timer))[0] == 0:
        pass
    done.close()


@pytest.mark.from_go("runtime/proc_test.go", "TestTimerFairness2")
def test_goroutines_that_meet_between_system_calls_do_not_starve_their_timers() -> None:
    c, done = chan[None](), chan[None]()

    def busy() -> None:
        timer = time.After(20 * time.Millisecond)
        while select(send(c, None), recv(c), recv(timer))[0] != 2:
            os.getppid()
        done.send(None)

    for _ in range(2):
        go(busy)
    for _ in range(2):
        done.recv()


DEPTH = """
import sys
from goruntime import NumGoroutine, Gosched, go, run

def measure():
    def deeper(n):
        try:
            return deeper(n + 1)
        except RecursionError:
            return n
    print(deeper(0))

def start(depth):
    if depth:
        start(depth - 1)
    else:
        go(measure)

def main():
    for depth in (0, 500, 900):
        start(depth)
        while NumGoroutine() > 1:
            Gosched()

run(main)
"""


@pytest.mark.plain
def test_every_goroutine_has_nearly_the_whole_recursion_limit() -> None:
    out = subprocess.run(
        [sys.executable, "-c", DEPTH], capture_output=True, text=True, check=True
    )
    depths = [int(line) for line in out.stdout.split()]
    assert len(depths) == 3
    assert min(depths) >= 1000 - 20


@pytest.mark.slow
def test_20000_goroutines_start_each_other_in_a_chain_and_wait() -> None:
    n = 20_000
    end = chan[None]()
    hold = chan[None]()

    def link(left: int) -> None:
        if left:
            go(link, left - 1)
        else:
            end.send(None)
        hold.recv()

    go(link, n)
    end.recv()
    assert NumGoroutine() == n + 2
    hold.close()
    while NumGoroutine() > 1:
        Gosched()


def test_stacks_are_used_again() -> None:
    for _ in range(3):
        for _ in range(100):
            go(Gosched)
        while NumGoroutine() > 1:
            Gosched()
    assert len(getm().gfree) <= 101


def freestacks() -> list[weakref.ref[object]]:
    """Run a few goroutines at once; return what they leave to be used again."""
    wg = sync.WaitGroup()
    for _ in range(10):
        wg.Go(Gosched)
    wg.Wait()
    Gosched()
    return [weakref.ref(stack) for stack in getm().gfree]


@pytest.mark.plain
def test_a_program_that_is_over_leaves_no_stacks() -> None:
    stacks = run(freestacks)
    assert stacks
    assert not any(stack() for stack in stacks)


def test_stacks_that_are_not_needed_for_a_while_are_let_go() -> None:
    stacks = freestacks()
    assert len(stacks) >= 9
    m = getm()
    m.gfreelow = len(m.gfree)  # as if none had been needed ...
    m.lasttrim = 0  # ... for a second
    time.Sleep(time.Millisecond)  # it looks when nothing is runnable
    assert not any(stack() for stack in stacks)


@pytest.mark.from_go("runtime/crash_test.go", "TestGoexitDefer")
def test_goexit_ends_the_goroutine_and_runs_its_finally() -> None:
    trace: list[str] = []

    def f() -> None:
        try:
            Goexit()
        finally:
            trace.append("finally")
        trace.append("not reached")

    go(f)
    Gosched()
    assert trace == ["finally"]


@pytest.mark.from_go("runtime/crash_test.go", "TestGoexitDefer")
def test_goexit_is_not_caught_as_an_exception() -> None:
    trace: list[str] = []

    def f() -> None:
        try:
            Goexit()
        except Exception:
            trace.append("caught")

    go(f)
    Gosched()
    assert trace == []


def test_greenlet_exit_ends_a_goroutine_quietly() -> None:
    from greenlet import GreenletExit

    def f() -> None:
        raise GreenletExit

    go(f)
    while NumGoroutine() > 1:
        Gosched()


@pytest.mark.plain
def test_run_returns_what_main_returns() -> None:
    assert run(lambda a, b: a + b, 1, b=2) == 3


@pytest.mark.plain
def test_run_raises_what_main_raises() -> None:
    with pytest.raises(ZeroDivisionError):
        run(lambda: 1 // 0)


@pytest.mark.plain
def test_the_program_is_over_when_main_returns() -> None:
    trace: list[str] = []

    def other() -> None:
        try:
            chan[None]().recv()
        finally:
            trace.append("finally")

    def main() -> None:
        go(other)
        Gosched()

    run(main)
    gc.collect()
    run(main)
    assert trace == []


@pytest.mark.plain
def test_a_goroutine_of_a_program_that_is_over_never_runs_again() -> None:
    trace: list[str] = []
    ch = chan[int](1)

    def other() -> None:
        ch.recv()
        trace.append("received")

    def main() -> None:
        go(other)
        Gosched()

    run(main)

    def second() -> None:
        ch.send(1)
        for _ in range(10):
            Gosched()

    run(second)
    assert trace == []


@pytest.mark.plain
def test_a_coroutine_function_is_no_main() -> None:
    async def nothing() -> None:
        pass

    main: Any = nothing  # type checkers say it first
    main.__name__ = "main"
    with pytest.raises(TypeError, match=r"run: main is a coroutine function.*aio\.run"):
        run(main)

    async def other() -> str:
        return "gopher"

    assert run(aio.run, other()) == "gopher"


def test_run_inside_run_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="running already"):
        run(lambda: None)


def test_run_in_a_goroutine_is_an_error() -> None:
    errs: list[str] = []

    def f() -> None:
        try:
            run(lambda: None)
        except RuntimeError as e:
            errs.append(str(e))

    go(f)
    Gosched()
    assert len(errs) == 1


@pytest.mark.plain
def test_without_run_the_main_thread_is_the_main_goroutine() -> None:
    ch = chan[int]()
    go(ch.send, 7)
    assert ch.recv() == 7
    run(Gosched)  # ends that program, with its descriptors


@pytest.mark.plain
def test_programs_leave_no_descriptors() -> None:
    run(lambda: None)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        run(Gosched)
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_panic_in_a_goroutine_calls_the_hook_and_the_others_go_on() -> None:
    reports: list[tuple[str, BaseException]] = []
    previous = goruntime.set_panic_hook(lambda r, e: reports.append((r, e)))
    try:
        go(lambda: 1 // 0)
        Gosched()
    finally:
        goruntime.set_panic_hook(previous)
    report, exc = reports[0]
    assert isinstance(exc, ZeroDivisionError)
    assert report.startswith("panic: ZeroDivisionError: ")
    assert "[running]:" in report
    assert "created by" in report
    assert "in goroutine 1" in report


def test_threads_that_run_nothing_hand_go_to_the_main_m() -> None:
    ch = chan[int]()

    def thread() -> None:
        for i in range(10):
            go(ch.send, i)

    t = threading.Thread(target=thread)
    t.start()
    assert sorted([ch.recv() for _ in range(10)]) == list(range(10))
    t.join()


def test_threads_and_goroutines_meet_on_channels() -> None:
    a, b = chan[int](), chan[int]()
    n = 500

    def echo() -> None:
        for v in a:
            b.send(v + 1)

    t = threading.Thread(target=echo)
    t.start()
    for i in range(n):
        a.send(i)
        assert b.recv() == i + 1
    a.close()
    goruntime.blocking(t.join)


def test_goroutines_run_while_the_main_thread_is_busy_elsewhere() -> None:
    done = threading.Event()

    def thread() -> None:
        go(done.set)

    t = threading.Thread(target=thread)
    t.start()
    # The main goroutine blocks its thread without the runtime's knowledge.
    assert done.wait(10)
    t.join()


def test_what_moved_to_the_spare_m_goes_on_there() -> None:
    ch = chan[int]()
    started = threading.Event()
    idents: list[int] = []

    def f() -> None:
        idents.append(threading.get_ident())
        started.set()
        for i in range(3):
            ch.send(i)
        idents.append(threading.get_ident())
        ch.close()

    t = threading.Thread(target=go, args=(f,))
    t.start()
    assert started.wait(10)
    assert [v for v in ch] == [0, 1, 2]  # noqa: C416 (see CONTRIBUTING: 3.13t)
    assert len(set(idents)) == 1
    assert idents[0] != threading.get_ident()
    t.join()
