"""Once, OnceFunc, OnceValue, OnceValues."""

import gc
import traceback
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import DeadlockError, Goexit, Gosched, Panic, chan, go, panic, sync


@pytest.mark.from_go("sync/once_test.go", "TestOnce")
def test_done_once_and_awaited_by_all() -> None:
    once = sync.Once()
    n = 0
    done = chan[int]()

    def f() -> None:
        nonlocal n
        Gosched()
        n += 1

    def work() -> None:
        once.Do(f)
        done.send(n)

    for _ in range(10):
        go(work)
    assert [done.recv() for _ in range(10)] == [1] * 10


@pytest.mark.from_go("sync/once_test.go", "TestOncePanic")
def test_a_panic_counts_as_done() -> None:
    once = sync.Once()
    with pytest.raises(Panic, match="failed"):
        once.Do(lambda: panic("failed"))
    once.Do(lambda: pytest.fail("called twice"))


def test_do_within_do_waits_for_itself() -> None:
    once = sync.Once()
    with pytest.raises(DeadlockError) as err:
        once.Do(lambda: once.Do(lambda: None))
    assert "[sync.Mutex.Lock]" in err.value.dump


def test_threads_and_goroutines_do_it_once(hammer: Callable[..., None]) -> None:
    for _ in range(20):
        once, n = sync.Once(), sync.atomic.Int32()

        def work(_: int, once: sync.Once = once, n: sync.atomic.Int32 = n) -> None:
            once.Do(lambda: n.Add(1))
            assert n.Load() == 1

        hammer(work)


@pytest.mark.from_go("sync/oncefunc_test.go", "TestOnceFunc")
def test_oncefunc_calls_once() -> None:
    calls: list[int] = []
    f = sync.OnceFunc(lambda: calls.append(1))
    f()
    f()
    assert calls == [1]


@pytest.mark.from_go("sync/oncefunc_test.go", "TestOnceValue")
def test_oncevalue_remembers_the_value() -> None:
    calls: list[int] = []

    def f() -> int:
        calls.append(1)
        return len(calls)

    once = sync.OnceValue(f)
    assert [once(), once()] == [1, 1]


@pytest.mark.from_go("sync/oncefunc_test.go", "TestOnceValues")
def test_oncevalues_remembers_both_values() -> None:
    calls: list[int] = []

    def f() -> tuple[int, str]:
        calls.append(1)
        return len(calls), "x"

    once = sync.OnceValues(f)
    assert [once(), once()] == [(1, "x"), (1, "x")]


@pytest.mark.from_go("sync/oncefunc_test.go", "TestOnceFuncPanic")
@pytest.mark.from_go("sync/oncefunc_test.go", "TestOnceValuePanic")
@pytest.mark.from_go("sync/oncefunc_test.go", "TestOnceValuesPanic")
@pytest.mark.from_go("sync/oncefunc_test.go", "TestOnceFuncPanicNil")
@pytest.mark.parametrize("make", [sync.OnceFunc, sync.OnceValue, sync.OnceValues])
@pytest.mark.parametrize("value", ["x", None])
def test_each_call_panics_alike(make: Any, value: object) -> None:
    calls: list[int] = []

    def f() -> None:
        calls.append(1)
        panic(value)

    once = make(f)
    seen = []
    for _ in range(3):
        with pytest.raises(Panic) as err:
            once()
        seen.append(err.value)
    assert calls == [1]
    assert seen[0].value == value
    assert seen[0] is seen[1] is seen[2]


@pytest.mark.from_go("sync/oncefunc_test.go", "TestOnceFuncPanicTraceback")
def test_the_traceback_is_that_of_the_call_and_does_not_grow() -> None:
    def culprit() -> None:
        raise ValueError("x")

    once = sync.OnceFunc(culprit)
    lengths = []
    for _ in range(3):
        with pytest.raises(ValueError, match="x") as err:
            once()
        frames = traceback.extract_tb(err.value.__traceback__)
        assert frames[-1].name == "culprit"
        lengths.append(len(frames))
    assert lengths[1] == lengths[2]


@pytest.mark.from_go("sync/oncefunc_test.go", "TestOnceFuncGoexit")
def test_goexit_in_it_does_not_make_it_called_twice() -> None:
    calls: list[int] = []

    def f() -> None:
        calls.append(1)
        Goexit()

    once = sync.OnceFunc(f)
    wg = sync.WaitGroup()
    wg.Go(once)
    wg.Go(once)
    wg.Wait()
    assert calls == [1]


@pytest.mark.from_go("sync/oncefunc_test.go", "TestOnceXGC")
def test_what_the_function_holds_is_let_go() -> None:
    class Big:
        pass

    big = Big()
    gone = weakref.ref(big)
    once = sync.OnceFunc(lambda big=big: None)  # type: ignore[misc]
    del big
    assert gone() is not None
    once()
    gc.collect()
    assert gone() is None
