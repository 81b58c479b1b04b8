"""The environment of a command, each variable once."""

import pytest

from goruntime.os.exec.env import dedupenv

pytestmark = pytest.mark.plain


@pytest.mark.from_go("os/exec/env_test.go", "TestDedupEnv")
@pytest.mark.parametrize(
    ("env", "want", "nul"),
    [
        (["k1=v1", "k2=v2", "K1=v3"], ["k1=v1", "k2=v2", "K1=v3"], False),
        (["a=1", "b=2", "a=3"], ["b=2", "a=3"], False),
        (["=a", "=b", "foo", "bar"], ["=a", "=b", "foo", "bar"], False),
        (["=C:=golang", "=D:=tmp", "=D:=x"], ["=C:=golang", "=D:=x"], False),
        (["a", "", "b=", "b=", "c"], ["a", "b=", "c"], False),
        (["A=a\0b", "B=c"], ["B=c"], True),
    ],
)
def test_dedup(env: list[str], want: list[str], nul: bool) -> None:
    out, err = dedupenv(env)
    assert out == want
    assert (err is not None) == nul
