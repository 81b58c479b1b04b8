"""Package sync/atomic."""

from collections.abc import Callable
from typing import Any

import pytest

from goruntime import Gosched, Panic
from goruntime.sync import atomic

INTS = [atomic.Int32, atomic.Int64, atomic.Uint32, atomic.Uint64, atomic.Uintptr]
SIZES = {atomic.Int32: 32, atomic.Int64: 64, atomic.Uint32: 32, atomic.Uint64: 64}


@pytest.mark.from_go("sync/atomic/atomic_test.go", "TestAddInt32Method")
@pytest.mark.parametrize("cls", INTS)
def test_add_wraps_around(cls: Any) -> None:
    signed = cls in (atomic.Int32, atomic.Int64)
    bits = SIZES.get(cls, 64)
    x = cls()
    j = 0
    delta = 1
    while delta + delta > delta and delta < 1 << 70:
        j = (j + delta) % (1 << bits)
        want = j - (1 << bits) if signed and j >> (bits - 1) else j
        assert x.Add(delta) == x.Load() == want
        delta += delta
    x.Store(0)
    assert x.Add(-1) == (-1 if signed else (1 << bits) - 1)


@pytest.mark.from_go("sync/atomic/atomic_test.go", "TestSwapInt32Method")
@pytest.mark.from_go("sync/atomic/atomic_test.go", "TestCompareAndSwapInt32Method")
@pytest.mark.from_go("sync/atomic/atomic_test.go", "TestAndInt32Method")
@pytest.mark.from_go("sync/atomic/atomic_test.go", "TestOrInt32Method")
@pytest.mark.parametrize("cls", INTS)
def test_each_operation_returns_what_go_returns(cls: Any) -> None:
    x = cls(5)
    assert x.Swap(7) == 5
    assert not x.CompareAndSwap(5, 1)
    assert x.CompareAndSwap(7, 12)
    assert x.And(6) == 12
    assert x.Or(3) == 4
    assert x.Load() == 7
    x.Store(9)
    assert repr(x) == f"<atomic.{cls.__name__} 9>"


def test_stored_values_wrap_around() -> None:
    assert atomic.Int32(1 << 31).Load() == -(1 << 31)
    x = atomic.Uint32()
    x.Store(-1)
    assert x.Swap(1 << 32) == (1 << 32) - 1
    assert x.Load() == 0
    y = atomic.Int64((1 << 63) - 1)
    assert y.Add(1) == -(1 << 63)
    assert y.Or(-1) == -(1 << 63)
    assert y.And(1 << 63) == -1
    assert y.Load() == -(1 << 63)


@pytest.mark.from_go("sync/atomic/atomic_test.go", "TestHammer64")
@pytest.mark.parametrize("cls", INTS)
def test_hammered_counts_lose_nothing(cls: Any, hammer: Callable[..., None]) -> None:
    x, y, z = cls(), cls(), cls()

    def work(i: int) -> None:
        for k in range(300):
            x.Add(1)
            while True:
                n = y.Load()
                if i > 2 and k % 50 == 0:
                    Gosched()
                if y.CompareAndSwap(n, n + 1):
                    break
            z.Or(1 << i)
            z.And(~(1 << i) & 0xFF)

    hammer(work)
    assert x.Load() == y.Load() == 7 * 300
    assert z.Load() == 0


def test_each_value_swapped_in_comes_out_once(hammer: Callable[..., None]) -> None:
    x = atomic.Int64(-1)
    out: list[list[int]] = [[] for _ in range(7)]

    def work(i: int) -> None:
        for k in range(300):
            out[i].append(x.Swap(i * 300 + k))

    hammer(work)
    got = sorted([*(v for part in out for v in part), x.Load()])
    assert got == list(range(-1, 7 * 300))


@pytest.mark.parametrize("op", ["Add", "Swap", "Store", "Or"])
def test_a_change_may_cut_in_anywhere(op: str, cut_in: Callable[..., bool]) -> None:
    n = 0
    while True:
        x = atomic.Int64(8)
        if not cut_in(n, lambda x=x: getattr(x, op)(1), lambda x=x: x.Add(16)):
            break
        assert x.Load() in {"Add": (25,), "Or": (25,)}.get(op, (1, 17))
        n += 1
    assert n > 3


@pytest.mark.from_go("sync/atomic/atomic_test.go", "TestSwapPointerMethod")
def test_pointer_compares_by_identity() -> None:
    a, b = [1], [1]
    p = atomic.Pointer[list[int]]()
    assert p.Load() is None
    assert p.CompareAndSwap(None, a)
    assert not p.CompareAndSwap(b, a)
    assert p.Swap(b) is a
    p.Store(None)
    assert p.Load() is None


def test_bool() -> None:
    b = atomic.Bool()
    assert not b.Load()
    assert b.CompareAndSwap(False, True)
    assert not b.CompareAndSwap(False, True)
    assert b.Swap(False)
    b.Store(True)
    assert repr(b) == "<atomic.Bool True>"


@pytest.mark.from_go("sync/atomic/value_test.go", "TestValue")
@pytest.mark.from_go("sync/atomic/value_test.go", "TestValueLarge")
def test_value_loads_what_was_stored() -> None:
    v = atomic.Value()
    assert v.Load() is None
    for x in 42, 84:
        v.Store(x)
        assert v.Load() == x


@pytest.mark.from_go("sync/atomic/value_test.go", "TestValuePanic")
def test_value_panics_as_go_does() -> None:
    nil = "of nil value into Value$"
    inconsistent = "of inconsistently typed value into Value$"
    v = atomic.Value()
    with pytest.raises(Panic, match="^sync/atomic: store " + nil):
        v.Store(None)
    v.Store(42)
    with pytest.raises(Panic, match="^sync/atomic: store " + inconsistent):
        v.Store("foo")
    with pytest.raises(Panic, match="^sync/atomic: store " + nil):
        v.Store(None)
    with pytest.raises(Panic, match="^sync/atomic: swap " + nil):
        v.Swap(None)
    with pytest.raises(Panic, match="^sync/atomic: swap " + inconsistent):
        v.Swap("foo")
    cas = "^sync/atomic: compare and swap "
    with pytest.raises(Panic, match=cas + nil):
        v.CompareAndSwap(42, None)
    with pytest.raises(Panic, match=cas + "of inconsistently typed values$"):
        v.CompareAndSwap(42, "foo")
    with pytest.raises(Panic, match=cas + inconsistent):
        v.CompareAndSwap("foo", "bar")


@pytest.mark.from_go("sync/atomic/value_test.go", "TestValue_Swap")
@pytest.mark.from_go("sync/atomic/value_test.go", "TestValue_CompareAndSwap")
def test_value_swaps() -> None:
    v = atomic.Value()
    assert v.Swap("a") is None
    assert v.Swap("b") == "a"
    w = atomic.Value()
    assert not w.CompareAndSwap("a", "b")
    assert w.CompareAndSwap(None, "b")
    assert not w.CompareAndSwap(None, "b")
    assert w.CompareAndSwap("b", "c")
    assert w.Load() == "c"


@pytest.mark.from_go("sync/atomic/value_test.go", "TestValueCompareAndSwapConcurrent")
def test_value_counts_in_step(hammer: Callable[..., None]) -> None:
    v = atomic.Value()
    v.Store(0)

    def work(i: int) -> None:
        for j in range(i, 7 * 20, 7):
            while not v.CompareAndSwap(j, j + 1):
                if i > 2:
                    Gosched()

    hammer(work, threads=3, gs=4)
    assert v.Load() == 140
