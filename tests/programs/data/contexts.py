"""The port of contexts.go."""

from goruntime import chan, context, errors, run
from tests.programs.fmt import Println


class key(str):
    __slots__ = ()


ErrBored = errors.New("bored")


def main() -> None:
    root, cancel = context.WithCancel(context.Background())
    child, cancelChild = context.WithCancelCause(root)
    value = context.WithValue(child, key("user"), "gopher")
    free = context.WithoutCancel(value)
    Println(context.Background(), context.TODO())
    Println(root)
    Println(child)
    Println(free)
    Println(
        value.Value(key("user")),
        value.Value(key("other")) is None,
        free.Value(key("user")),
    )
    _, ok = value.Deadline()
    Println(ok, root.Err() is None, context.Cause(child) is None)

    after = chan[str]()
    context.AfterFunc(value, lambda: after.send("after"))
    stop = context.AfterFunc(root, lambda: Println("not run"))
    Println(stop(), stop())
    cancelChild(ErrBored)
    Println(after.recv())
    done = value.Done()
    assert done is not None
    done.recv()
    Println(value.Err(), "|", context.Cause(value), "|", root.Err() is None)
    cancel()
    cancel()
    Println(root.Err(), "|", context.Cause(root), "|", context.Cause(child))
    Println(free.Err() is None, free.Done() is None)
    late, stopLate = context.WithCancel(root)
    Println(late.Err(), errors.Is(late.Err(), context.Canceled))
    stopLate()


if __name__ == "__main__":
    run(main)
