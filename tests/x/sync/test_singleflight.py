"""Package singleflight."""

import subprocess
import sys

import pytest

from goruntime import Goexit, Gosched, Panic, chan, go, panic, sync
from goruntime.x.sync import singleflight


@pytest.mark.from_go("x/sync/singleflight/singleflight_test.go", "TestDo")
def test_do_returns_what_the_function_returns() -> None:
    g = singleflight.Group[str, str]()
    assert g.Do("key", lambda: "bar") == ("bar", False)


@pytest.mark.from_go("x/sync/singleflight/singleflight_test.go", "TestDoErr")
def test_do_raises_what_the_function_raises() -> None:
    g = singleflight.Group[str, None]()

    def fail() -> None:
        raise ValueError("some error")

    for _ in range(2):
        with pytest.raises(ValueError, match="some error"):
            g.Do("key", fail)


@pytest.mark.from_go("x/sync/singleflight/singleflight_test.go", "TestDoDupSuppress")
def test_one_call_serves_all_who_ask_meanwhile() -> None:
    g = singleflight.Group[str, str]()
    calls = sync.atomic.Int32()
    ch = chan[str](1)
    wg = sync.WaitGroup()
    got: list[tuple[str, bool]] = []

    def fn() -> str:
        calls.Add(1)
        v = ch.recv()
        Gosched()
        return v

    for _ in range(10):
        wg.Go(lambda: got.append(g.Do("key", fn)))
    Gosched()
    ch.send("bar")
    wg.Wait()
    assert calls.Load() == 1
    assert got == [("bar", True)] * 10


@pytest.mark.from_go("x/sync/singleflight/singleflight_test.go", "TestForget")
def test_forget_lets_the_next_call_through() -> None:
    g = singleflight.Group[str, int]()
    unblock = chan[None]()

    def first() -> int:
        unblock.recv()
        return 1

    def second() -> int:
        unblock.recv()
        return 2

    one = g.DoChan("key", first)
    g.Forget("key")
    two = g.DoChan("key", second)
    three = g.DoChan("key", lambda: 3)
    unblock.close()
    assert one.recv() == singleflight.Result(1, None, False)
    assert two.recv() == three.recv() == singleflight.Result(2, None, True)


@pytest.mark.from_go("x/sync/singleflight/singleflight_test.go", "TestDoChan")
def test_dochan_gives_value_or_error() -> None:
    g = singleflight.Group[str, str]()
    assert g.DoChan("key", lambda: "bar").recv().Val == "bar"
    err = ValueError("x")

    def fail() -> str:
        raise err

    assert g.DoChan("key", fail).recv().Err is err


@pytest.mark.from_go("x/sync/singleflight/singleflight_test.go", "TestPanicDo")
def test_a_panic_is_everybodys() -> None:
    g = singleflight.Group[str, None]()
    n = 5
    ends: list[str] = []
    wg = sync.WaitGroup()

    def fn() -> None:
        Gosched()
        panic("invalid memory address")

    def ask() -> None:
        try:
            g.Do("key", fn)
        except Panic as err:
            ends.append(str(err))

    for _ in range(n):
        wg.Go(ask)
    wg.Wait()
    assert ends == ["invalid memory address"] * n


@pytest.mark.from_go("x/sync/singleflight/singleflight_test.go", "TestGoexitDo")
def test_goexit_is_everybodys() -> None:
    g = singleflight.Group[str, None]()
    wg = sync.WaitGroup()

    def fn() -> None:
        Gosched()
        Goexit()

    def ask() -> None:
        g.Do("key", fn)
        pytest.fail("returned")

    for _ in range(5):
        wg.Go(ask)
    wg.Wait()


@pytest.mark.plain
@pytest.mark.from_go("x/sync/singleflight/singleflight_test.go", "TestPanicDoChan")
@pytest.mark.from_go(
    "x/sync/singleflight/singleflight_test.go", "TestPanicDoSharedByDoChan"
)
@pytest.mark.parametrize("how", ["DoChan", "Do"])
def test_a_panic_that_a_channel_waits_for_ends_the_program(how: str) -> None:
    code = f"""
from goruntime import go, Gosched, panic, run
from goruntime.x.sync import singleflight
def fn():
    Gosched()
    panic("boom")
def ask():
    try:
        g.{how}("key", fn)
    except Exception:
        pass
def main():
    go(ask)
    Gosched()
    g.DoChan("key", fn).recv()
g = singleflight.Group()
run(main)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("panic: boom\n")


def test_calls_for_other_keys_do_not_wait() -> None:
    g = singleflight.Group[int, int]()
    block = chan[None]()
    go(g.Do, 1, lambda: (block.recv(), 1)[1])
    Gosched()
    assert g.Do(2, lambda: 2) == (2, False)
    block.close()


def test_a_call_that_nobody_shares_can_be_forgotten() -> None:
    g = singleflight.Group[str, int]()
    block = chan[None]()

    def fn() -> int:
        block.recv()
        return 1

    first = g.DoChan("key", fn)
    assert g.ForgetUnshared("key")
    second = g.DoChan("key", fn)  # a call of its own
    third = g.DoChan("key", fn)
    assert not g.ForgetUnshared("key")
    block.close()
    results = [ch.recv() for ch in (first, second, third)]
    assert [result.Shared for result in results] == [False, True, True]
    assert g.ForgetUnshared("key")
