"""Contexts that carry values, and what all of them print."""

from typing import Any

import pytest

from goruntime import Panic, context, time


class key:
    """A key type of one package."""

    def __init__(self, n: int) -> None:
        self.n = n

    def __eq__(self, other: object) -> bool:
        return isinstance(other, key) and self.n == other.n

    def __hash__(self) -> int:
        return hash(self.n)


class otherkey(key):
    """Equal to a key, and of another type."""


class named(int):
    def String(self) -> str:
        return f"number {int(self)}"


class foreign:
    """A Context of somebody else's, without a String."""

    def Deadline(self) -> tuple[time.Time | None, bool]:
        return None, False

    def Done(self) -> None:
        return None

    def Err(self) -> Any:
        return None

    def Value(self, key: object, /) -> Any:
        return "foreign" if key == "who" else None


ROOTS = [context.Background, context.TODO]


@pytest.mark.from_go("context/x_test.go", "TestBackground")
@pytest.mark.from_go("context/x_test.go", "TestTODO")
@pytest.mark.parametrize("root", ROOTS)
def test_a_root_is_never_done(root: Any) -> None:
    ctx = root()
    assert ctx is root()
    assert ctx.Done() is None
    assert ctx.Err() is None
    assert ctx.Deadline() == (None, False)
    assert ctx.Value("x") is None
    assert context.Cause(ctx) is None
    assert str(ctx) == ctx.String() == f"context.{root.__name__}"


def test_the_errors_are_values() -> None:
    assert str(context.Canceled) == "context canceled"
    assert str(context.DeadlineExceeded) == "context deadline exceeded"


@pytest.mark.from_go("context/net_test.go", "TestDeadlineExceededIsNetError")
@pytest.mark.from_go("context/x_test.go", "TestDeadlineExceededSupportsTimeout")
def test_deadline_exceeded_is_a_timeout() -> None:
    for err in (context.DeadlineExceeded, context.DeadlineExceeded()):
        assert err.Timeout()
        assert err.Temporary()
        assert err.Error() == "context deadline exceeded"
    with pytest.raises(TimeoutError):
        raise context.DeadlineExceeded


@pytest.mark.from_go("context/x_test.go", "TestValues")
def test_a_value_is_found_by_its_key_and_the_keys_type() -> None:
    c0 = context.Background()
    c1 = context.WithValue(c0, key(1), "c1k1")
    c2 = context.WithValue(c1, key(2), "c2k2")
    c3 = context.WithValue(c2, key(3), "c3k3")
    c4 = context.WithValue(c3, key(1), None)
    o = context.WithValue(c4, otherkey(1), "other")

    def values(ctx: context.Context) -> list[Any]:
        return [ctx.Value(k) for k in (key(1), key(2), key(3), otherkey(1))]

    assert values(c0) == [None] * 4
    assert values(c1) == ["c1k1", None, None, None]
    assert values(c3) == ["c1k1", "c2k2", "c3k3", None]
    assert values(c4) == [None, "c2k2", "c3k3", None]
    assert values(o) == [None, "c2k2", "c3k3", "other"]
    assert str(c1) == "context.Background.WithValue(test_context.key, c1k1)"
    assert str(c4).endswith(".WithValue(test_context.key, <nil>)")


def test_numbers_of_different_types_are_different_keys() -> None:
    ctx = context.WithValue(context.Background(), 1, "int")
    assert ctx.Value(1) == "int"
    assert ctx.Value(1.0) is None
    assert ctx.Value(True) is None
    assert ctx.Value([]) is None


@pytest.mark.parametrize(
    ("k", "v", "text"),
    [
        ("key", "val", "key, val"),
        (named(3), 5, "number 3, int"),
        (2.5, b"", "float, bytes"),
        ("e", context.Canceled(), "e, context.Canceled"),
        ("d", 2 * time.Second, "d, 2s"),
    ],
)
def test_only_strings_and_what_has_a_string_are_shown(
    k: object, v: object, text: str
) -> None:
    ctx = context.WithValue(context.Background(), k, v)
    assert str(ctx) == f"context.Background.WithValue({text})"


def test_a_context_without_a_string_is_shown_by_its_type() -> None:
    ctx, cancel = context.WithCancel(foreign())
    assert str(ctx) == "test_context.foreign.WithCancel"
    assert ctx.Value("who") == "foreign"
    cancel()


@pytest.mark.from_go("context/x_test.go", "TestWithValueChecksKey")
@pytest.mark.parametrize(
    ("k", "text"), [(None, "^nil key$"), ([], "^key is not comparable$")]
)
def test_a_key_must_be_one(k: object, text: str) -> None:
    with pytest.raises(Panic, match=text):
        context.WithValue(context.Background(), k, "v")


@pytest.mark.from_go("context/x_test.go", "TestInvalidDerivedFail")
@pytest.mark.parametrize(
    "derive",
    [
        context.WithCancel,
        context.WithCancelCause,
        context.WithoutCancel,
        lambda ctx: context.WithDeadline(ctx, time.Now().Add(time.Hour)),
        lambda ctx: context.WithTimeout(ctx, 1),
        lambda ctx: context.WithValue(ctx, "k", "v"),
        lambda ctx: context.AfterFunc(ctx, print),
    ],
)
def test_a_context_needs_a_parent(derive: Any) -> None:
    with pytest.raises(Panic, match=r"^cannot create context from nil parent$"):
        derive(None)


@pytest.mark.from_go("context/x_test.go", "TestWithoutCancel")
def test_without_cancel_only_the_values_are_left() -> None:
    ctx, cancel = context.WithTimeout(
        context.WithValue(context.Background(), "k", "v"), time.Hour
    )
    free = context.WithoutCancel(ctx)
    cancel()
    assert free.Done() is None
    assert free.Err() is None
    assert free.Deadline() == (None, False)
    assert free.Value("k") == "v"
    assert context.Cause(free) is None
    assert str(free) == f"{ctx}.WithoutCancel" or str(free).endswith(".WithoutCancel")
    child, cancel = context.WithCancel(free)
    assert child.Err() is None
    cancel()
    assert child.Err() is context.Canceled


def test_contexts_may_be_nested_deeper_than_calls() -> None:
    root, cancel = context.WithCancel(context.WithValue(context.Background(), "k", 0))
    values = layers = root
    for n in range(20_000):
        values = context.WithValue(values, n, n)
    for n in range(2_000):
        layers, _ = context.WithCancel(context.WithValue(layers, n, n))
    free = layers
    for _ in range(2_000):
        free = context.WithoutCancel(free)
    for ctx in (values, layers):
        assert ctx.Done() is not None
        assert ctx.Err() is None
        assert ctx.Deadline() == (None, False)
        assert ctx.Value("k") == 0
        assert ctx.Value(7) == 7
        assert ctx.Value("nothing") is None
        assert len(str(ctx)) > 1000
    assert free.Value("k") == 0
    cancel()
    assert values.Err() is context.Canceled
    assert layers.Err() is context.Canceled
    assert free.Err() is None
