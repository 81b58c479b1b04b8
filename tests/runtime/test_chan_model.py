"""Channels and select do what Go says, in programs made at random.

GORUNTIME_STEPS in the environment says how long the proof is, in steps of a program:
GORUNTIME_STEPS=1000000 python -m pytest tests/runtime/test_chan_model.py
"""

import os
import random

import pytest

from tests.runtime.chan_program import FEW, LENGTH, MANY, Program

STEPS = int(os.environ.get("GORUNTIME_STEPS", "50000"))
PARTS = 10  # tests that share them


def prove(seed: int, tasks: int) -> None:
    """Run the program of that number, each time in the same way."""
    random.seed(seed)  # it also makes what select chooses
    Program(random.randrange, tasks).run()


@pytest.mark.parametrize("tasks", [FEW, MANY], ids=["few", "many"])
def test_short_programs_do_what_the_model_allows(tasks: int) -> None:
    for seed in range(20):
        prove(seed, tasks)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_long_proof_finds_nothing_that_the_model_forbids(part: int) -> None:
    for seed in range(part, STEPS // LENGTH, PARTS):
        prove(-1 - seed, MANY if seed // PARTS % 10 == 0 else FEW)
