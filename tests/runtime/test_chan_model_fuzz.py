"""The programs of test_chan_model.py, as hypothesis makes and shrinks them."""

from random import Random

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime.chan_program import Program


@settings(max_examples=60, deadline=None)
@given(random=st.randoms(use_true_random=False), steps=st.integers(1, 15))
def test_any_program_does_what_the_model_allows(random: Random, steps: int) -> None:
    Program(random.randrange).run(steps)
