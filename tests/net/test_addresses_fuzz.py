"""Whatever the text: an answer, or an error that the parser may raise."""

import pytest

from tests.net.addresses import LETTERS, PARSERS, Texts, answer, python_says, we_say

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.plain

near = st.integers(0, 1 << 32).map(lambda seed: next(iter(Texts(seed)))[1])
texts = (
    near
    | st.text(LETTERS, max_size=60)
    | st.text(st.characters(codec="utf-8"), max_size=60)
    | st.binary(max_size=40).map(lambda b: b.decode("utf-8", "surrogateescape"))
)


@given(st.sampled_from(sorted(PARSERS)), texts)
def test_whatever_the_text_the_error_is_one_of_gos(parser: str, text: str) -> None:
    assert isinstance(answer(parser, text), str)


@given(st.sampled_from(sorted(PARSERS)), st.text(st.characters(codec=None)))
def test_a_lone_surrogate_is_a_letter_like_others(parser: str, text: str) -> None:
    if parser != "raw":  # which takes bytes
        assert isinstance(answer(parser, text), str)


@given(texts)
def test_python_agrees_on_what_is_an_address(text: str) -> None:
    if "%" not in text:
        assert we_say(text) == python_says(text)
