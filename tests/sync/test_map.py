"""Map."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from goruntime import Gosched, sync

OPS = (
    "Load Store LoadOrStore LoadAndDelete Delete Swap CompareAndSwap CompareAndDelete "
    "Clear"
)


class Model:
    """What a Map does, with a plain dict."""

    def __init__(self) -> None:
        self.d: dict[str, int] = {}

    def Load(self, k: str) -> tuple[int | None, bool]:
        return self.d.get(k), k in self.d

    def Store(self, k: str, v: int) -> None:
        self.d[k] = v

    def LoadOrStore(self, k: str, v: int) -> tuple[int, bool]:
        loaded = k in self.d
        return self.d.setdefault(k, v), loaded

    def LoadAndDelete(self, k: str) -> tuple[int | None, bool]:
        loaded = k in self.d
        return self.d.pop(k, None), loaded

    def Delete(self, k: str) -> None:
        self.d.pop(k, None)

    def Swap(self, k: str, v: int) -> tuple[int | None, bool]:
        before = self.Load(k)
        self.d[k] = v
        return before

    def CompareAndSwap(self, k: str, old: int, new: int) -> bool:
        if k in self.d and self.d[k] == old:
            self.d[k] = new
            return True
        return False

    def CompareAndDelete(self, k: str, old: int) -> bool:
        if k in self.d and self.d[k] == old:
            del self.d[k]
            return True
        return False

    def Clear(self) -> None:
        self.d.clear()


def arguments(op: str) -> tuple[Any, ...]:
    n = {"Load": 1, "LoadAndDelete": 1, "Delete": 1, "Clear": 0}.get(op, 2)
    n = 3 if op == "CompareAndSwap" else n
    return (random.choice("abcd"), random.randrange(4), random.randrange(4))[:n]


@pytest.mark.from_go("sync/map_test.go", "TestMapMatchesRWMutex")
@pytest.mark.from_go("sync/map_test.go", "TestMapMatchesDeepCopy")
@pytest.mark.from_go("sync/map_test.go", "TestMapMatchesHashTrieMap")
def test_does_what_a_dict_does() -> None:
    for _ in range(50):
        m, model = sync.Map[str, int](), Model()
        for _ in range(100):
            op = random.choice(OPS.split())
            args = arguments(op)
            assert getattr(m, op)(*args) == getattr(model, op)(*args), (op, args)
        got: dict[str, int] = {}
        m.Range(lambda k, v, got=got: got.setdefault(k, v) is v)  # type: ignore[misc]
        assert got == model.d


@pytest.mark.from_go("sync/map_test.go", "TestConcurrentRange")
def test_range_sees_each_key_once(hammer: Callable[..., None]) -> None:
    size = 100
    m = sync.Map[int, int]()
    for n in range(1, size + 1):
        m.Store(n, n)

    def work(i: int) -> None:
        if i % 2:
            for k in range(2, 6):
                for n in range(1, size):
                    assert m.LoadOrStore(n, k * n)[1]
                    m.Store(n, n * k)
                    if i > 2 and n % 20 == 0:
                        Gosched()
            return
        for _ in range(5):
            seen: set[int] = set()

            def visit(k: int, v: int, seen: set[int] = seen) -> bool:
                assert v % k == 0
                assert k not in seen
                seen.add(k)
                return True

            m.Range(visit)
            assert len(seen) == size

    hammer(work)


@pytest.mark.from_go("sync/map_test.go", "TestMapRangeNestedCall")
def test_range_within_range_may_change_the_map() -> None:
    m = sync.Map[Any, str]()
    for i, v in enumerate(["hello", "world", "Go"]):
        m.Store(i, v)

    def inner(k: Any, v: str) -> bool:
        assert m.Load(k) == (v, True)
        assert not m.LoadOrStore(42, "dummy")[1]
        m.Store(42, "sync.Map")
        assert m.LoadAndDelete(42) == ("sync.Map", True)
        return True

    def outer(k: Any, v: str) -> bool:
        m.Range(inner)
        m.Delete(k)
        return True

    m.Range(outer)
    assert repr(m) == "<sync.Map 0>"


@pytest.mark.from_go("sync/map_test.go", "TestCompareAndSwap_NonExistingKey")
def test_a_key_that_is_not_there_equals_nothing() -> None:
    m = sync.Map[object, Any]()
    assert not m.CompareAndSwap(m, None, 42)
    assert not m.CompareAndDelete(m, None)
    assert m.Load(m) == (None, False)


@pytest.mark.from_go("sync/map_test.go", "TestConcurrentClear")
def test_clear_empties_what_others_fill(hammer: Callable[..., None]) -> None:
    m = sync.Map[int, int]()

    def work(i: int) -> None:
        for k in range(100):
            if i % 3 == 0:
                m.Store(k, k)
            elif i % 3 == 1:
                m.Load(k)
            else:
                m.Clear()

    hammer(work)
    m.Clear()
    m.Range(lambda k, v: pytest.fail("not empty"))


def test_counting_by_compare_and_swap_loses_nothing(
    hammer: Callable[..., None],
) -> None:
    m = sync.Map[str, int]()
    m.Store("n", 0)

    def work(i: int) -> None:
        for _ in range(100):
            while True:
                n, _ = m.Load("n")
                if i > 2:
                    Gosched()
                if m.CompareAndSwap("n", n, n + 1):
                    break

    hammer(work)
    assert m.Load("n") == (700, True)


def test_range_ends_when_told_to() -> None:
    m = sync.Map[int, int]()
    m.Store(1, 1)
    m.Store(2, 2)
    seen: list[int] = []

    def first(k: int, v: int) -> bool:
        seen.append(k)
        return False

    m.Range(first)
    assert len(seen) == 1


def test_what_a_keys_own_code_does_to_the_map_is_done_a_moment_later() -> None:
    m = sync.Map[object, Any]()

    class Key:
        def __hash__(self) -> int:
            return 1

        def __eq__(self, other: object) -> bool:
            m.Store("cut in", 1)
            with pytest.raises(RuntimeError, match=r"interrupted another .* sync\.Map"):
                m.Swap("cut in", 2)
            return False

    m.Store(Key(), 1)
    m.Store(Key(), 1)
    assert m.Load("cut in") == (None, False)
    Gosched()
    assert m.Load("cut in") == (1, True)


def test_the_value_that_is_replaced_may_use_the_map_as_it_goes() -> None:
    m = sync.Map[str, Any]()

    class Last:
        def __del__(self) -> None:
            m.Swap("gone", True)

    for remove in "Delete", "LoadAndDelete":
        m.Store("k", Last())
        m.Store("k", Last())
        assert m.LoadAndDelete("gone") == (True, True)
        getattr(m, remove)("k")
        assert m.LoadAndDelete("gone") == (True, True)
    m.Store("k", Last())
    m.Clear()
    assert m.LoadAndDelete("gone") == (True, True)


def test_an_unhashable_key_leaves_the_map_unlocked() -> None:
    m = sync.Map[Any, int]()
    m.Store("k", 1)
    for op in "Store", "Delete", "Swap", "LoadAndDelete":
        with pytest.raises(TypeError):
            getattr(m, op)(*[[], 1][: 2 if op in ("Store", "Swap") else 1])
    m.Store("k", 1)
