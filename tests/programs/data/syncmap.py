"""The port of syncmap.go."""

from goruntime import panic, run, sync
from tests.programs.fmt import Println, Sprint


def main() -> None:
    m = sync.Map[str, int]()
    for i, name in enumerate(["a", "b", "c"]):
        m.Store(name, i)
    v, ok = m.Load("b")
    Println(v, ok)
    _, ok = m.Load("z")
    Println(ok)
    v, loaded = m.LoadOrStore("a", 10)
    Println(v, loaded)
    v, loaded = m.LoadOrStore("d", 3)
    Println(v, loaded)
    v, loaded = m.LoadAndDelete("c")
    Println(v, loaded)
    v, loaded = m.Swap("b", 20)
    Println(v, loaded)
    Println(m.CompareAndSwap("b", 20, 21), m.CompareAndSwap("b", 20, 22))
    Println(m.CompareAndDelete("b", 20), m.CompareAndDelete("d", 3))
    lines: list[str] = []

    def collect(k: str, v: int) -> bool:
        lines.append(Sprint(k, "=", v))
        return True

    m.Range(collect)
    lines.sort()
    Println(lines[0], lines[1], len(lines))
    m.Clear()
    m.Range(lambda k, v: panic("not empty"))


if __name__ == "__main__":
    run(main)
