"""What the tests of os/exec share: commands of the shell, and what they raise."""

from collections.abc import Callable

import pytest

from goruntime import errors
from goruntime.os import exec

LONG = 20  # seconds: what a test ends before that


def sh(script: str, *args: str) -> exec.Cmd:
    return exec.Command("sh", "-c", script, "sh", *args)


def raised(f: Callable[[], object]) -> str:
    """Return the text of the error that f raises."""
    with pytest.raises(errors.error) as caught:
        f()
    return str(caught.value)
