"""A few of the random programs of ``make stress``, on several Ms."""

import random
import sys
from collections.abc import Generator

import pytest

from goruntime import GOMAXPROCS
from tests.stress.programs import PROGRAMS, Program, several


@pytest.fixture(autouse=True)
def one_again() -> Generator[None, None, None]:
    """What a test sets is its own."""
    interval = sys.getswitchinterval()
    yield
    GOMAXPROCS(1)
    sys.setswitchinterval(interval)


@pytest.mark.parametrize("procs", [2, 4, 8])
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda f: f.__name__)
def test_a_random_program_loses_nothing(program: Program, procs: int) -> None:
    GOMAXPROCS(procs)
    for seed in range(5):
        program(random.Random(seed))


def test_threads_that_take_turns_all_the_time_lose_nothing() -> None:
    sys.setswitchinterval(1e-6)
    GOMAXPROCS(4)
    for seed in range(5):
        several(random.Random(seed))
