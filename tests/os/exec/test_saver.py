"""The beginning and the end of what a command wrote."""

import pytest

from goruntime.os.exec.saver import prefixSuffixSaver

pytestmark = pytest.mark.plain


@pytest.mark.from_go("os/exec/internal_test.go", "TestPrefixSuffixSaver")
@pytest.mark.parametrize(
    ("n", "writes", "kept"),
    [
        (2, [], ""),
        (2, ["a"], "a"),
        (2, ["abc", "d"], "abcd"),
        (2, ["abc", "d", "e"], "ab\n... omitting 1 bytes ...\nde"),
        (2, ["ab______________________yz"], "ab\n... omitting 22 bytes ...\nyz"),
        (2, ["ab_______________________y", "z"], "ab\n... omitting 23 bytes ...\nyz"),
        (2, list("abcdefgh"), "ab\n... omitting 4 bytes ...\ngh"),
        (3, ["a", "bcdefg", "h", "ij"], "abc\n... omitting 4 bytes ...\nhij"),
    ],
)
def test_what_is_kept(n: int, writes: list[str], kept: str) -> None:
    saver = prefixSuffixSaver(n)
    for text in writes:
        assert saver.Write(text.encode()) == len(text)
    assert saver.Bytes() == kept.encode()


def test_it_keeps_no_more_than_it_needs() -> None:
    saver = prefixSuffixSaver(100)
    for _ in range(1000):
        saver.Write(bytes(150))
    assert len(saver.Bytes()) < 250
    assert sum(map(len, saver._pieces)) < 300
