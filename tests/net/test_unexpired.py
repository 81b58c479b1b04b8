"""What a shared look-up still knows of the context that began it."""

import pytest

from goruntime import context
from net.unexpired import withUnexpiredValuesPreserved

BG = context.Background()


@pytest.mark.from_go("net/lookup_test.go", "TestWithUnexpiredValuesPreserved")
def test_values_are_there_until_their_context_is_done() -> None:
    outer, cancel = context.WithCancel(context.WithValue(BG, "key", 2))
    ctx = withUnexpiredValuesPreserved(outer)
    assert ctx.Value("key") == 2
    cancel()
    assert ctx.Value("key") is None
    assert (ctx.Err(), ctx.Done(), ctx.Deadline()) == (None, None, (None, False))


def test_who_derives_of_it_is_not_cancelled_by_the_outer_context() -> None:
    outer, cancel_outer = context.WithCancel(BG)
    ctx, cancel = context.WithCancel(withUnexpiredValuesPreserved(outer))
    cancel_outer()
    assert ctx.Err() is None
    cancel()
    assert ctx.Err() is context.Canceled
    assert context.Cause(ctx) is context.Canceled
