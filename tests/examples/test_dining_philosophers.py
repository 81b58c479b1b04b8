"""The dining philosophers when they do not take the forks in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.examples.conftest import Start

pytestmark = pytest.mark.plain


def test_dining_philosophers_who_starve_are_reported(start: Start) -> None:
    out, err, status = start("dining_philosophers.py", "--deadlock").end()
    assert (out, status) == ("", 2)
    assert err.startswith("fatal error: all goroutines are asleep - deadlock!\n")
    assert err.count("[sync.Mutex.Lock]:\n") == 5
    assert err.count("[sync.WaitGroup.Wait]:\n") == 1
    assert err.count("main.dine(...)\n") == 5
