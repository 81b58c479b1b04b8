"""ParseDuration, against what Go says."""

from collections.abc import Callable
from typing import Any

import pytest

from goruntime.time import Duration, ParseDuration


@pytest.mark.from_go("time/time_test.go", "TestParseDuration")
@pytest.mark.from_go("time/time_test.go", "TestParseDurationErrors")
def test_reads_and_refuses_what_go_does(oracle: Callable[..., list[Any]]) -> None:
    for given, want in oracle("duration", "parse"):
        # What is no text is there as a list of its bytes.
        s = given if isinstance(given, str) else surrogates(bytes(given))
        if isinstance(want, str):
            with pytest.raises(ValueError) as caught:  # noqa: PT011
                ParseDuration(s)
            assert str(caught.value) == want
        else:
            d = ParseDuration(s)
            assert type(d) is Duration
            assert d == want, s


def surrogates(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
