"""Pool."""

import gc
from collections.abc import Callable

import pytest

from goruntime import Gosched, sync


@pytest.mark.from_go("sync/pool_test.go", "TestPool")
def test_gives_what_was_put_in_and_then_nothing() -> None:
    p = sync.Pool[str]()
    assert p.Get() is None
    p.Put("a")
    p.Put("b")
    assert sorted([p.Get(), p.Get()]) == ["a", "b"]
    assert p.Get() is None
    for _ in range(100):
        p.Put("c")
    gc.collect()  # they live through one
    assert p.Get() == "c"
    gc.collect()
    gc.collect()
    assert p.Get() is None


@pytest.mark.from_go("sync/pool_test.go", "TestPoolNew")
def test_new_makes_what_is_not_there() -> None:
    i = 0

    def new() -> int:
        nonlocal i
        i += 1
        return i

    p = sync.Pool(New=new)
    assert [p.Get(), p.Get()] == [1, 2]
    p.Put(42)
    assert [p.Get(), p.Get()] == [42, 3]
    p.New = None
    assert p.Get() is None


def test_none_is_not_put_in() -> None:
    p = sync.Pool[object](New=lambda: "new")
    p.Put(None)
    assert p.Get() == "new"


@pytest.mark.from_go("sync/pool_test.go", "TestPoolStress")
def test_what_one_holds_nobody_else_gets(hammer: Callable[..., None]) -> None:
    p = sync.Pool[list[int]](New=list)

    def work(i: int) -> None:
        for k in range(200):
            x = p.Get()
            assert x == []
            x.append(i)
            if i > 2 and k % 10 == 0:
                Gosched()
            assert x == [i]
            x.clear()
            p.Put(x)
            if k % 100 == 0:
                gc.collect()

    hammer(work)
