"""A few of the programs of ``python -m tests.stress.ends``."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stress.ends import KINDS, TOGETHER, one

pytestmark = pytest.mark.plain

# GORUNTIME_STEPS in the environment says how long the proof is: with 50000, that is a
# thousand runs of each kind.
RUNS = int(os.environ.get("GORUNTIME_STEPS", "300")) // 50
AT_ONCE = 5.0  # seconds, on a machine that has much else to do


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_on_four_ms_ends_at_once_and_silently(kind: str) -> None:
    with ThreadPoolExecutor(TOGETHER) as pool:
        ends = list(pool.map(one, [kind] * RUNS))
    assert [end for end in ends if not end.good()] == []
    assert max(end.seconds for end in ends) < AT_ONCE
