"""The port of atomics.go."""

from goruntime import Panic, run
from goruntime.sync import atomic
from tests.programs.fmt import Println


class Config:
    def __init__(self, name: str) -> None:
        self.name = name


def main() -> None:
    i = atomic.Int32()
    i.Store(2**31 - 1)
    Println(i.Add(1), i.Load())
    Println(i.CompareAndSwap(0, 5), i.Swap(7), i.CompareAndSwap(7, 12), i.Load())
    Println(i.And(10), i.Or(3), i.Load())
    u = atomic.Uint64()
    Println(u.Add(2**64 - 1), u.Load())
    b = atomic.Bool()
    Println(b.Load(), b.Swap(True), b.CompareAndSwap(True, False), b.Load())
    p = atomic.Pointer[Config]()
    Println(p.Load() is None)
    p.Store(Config("first"))
    old = p.Swap(Config("second"))
    new = p.Load()
    assert old is not None
    assert new is not None
    Println(old.name, new.name, p.CompareAndSwap(old, None))
    v = atomic.Value()
    Println(v.Load() is None)
    v.Store("text")
    Println(v.Load(), v.Swap("more"), v.CompareAndSwap("more", "most"), v.Load())
    try:
        v.Store(1)
    except Panic as e:
        Println(e)
    try:
        v.Store(None)
    except Panic as e:
        Println(e)


if __name__ == "__main__":
    run(main)
