"""Builder.  Go: strings/builder_test.go"""

import pytest

from goruntime import Panic, io, strings


@pytest.mark.from_go("strings/builder_test.go", "TestBuilderWrite2")
def test_a_builder_collects_a_str() -> None:
    b = strings.Builder()
    assert (b.String(), b.Len()) == ("", 0)
    assert b.WriteString("grü") == 4
    assert b.Write(b"\xc3") + b.Write(b"\x9f") == 2  # a rune in two writes
    b.WriteByte("x")
    assert b.WriteRune("日") + b.WriteRune(0xD800) == 6
    assert b.Write(b"\xff") == 1
    assert b.String() == str(b) == "grüßx日\ufffd\udcff"
    assert b.Len() == 14
    b.Reset()
    assert b.String() == ""
    assert io.Copy(b, strings.NewReader("abc")) == 3
    b.Grow(10)
    assert b.String() == "abc"


@pytest.mark.from_go("strings/builder_test.go", "TestBuilderGrow")
def test_a_builder_does_not_shrink() -> None:
    with pytest.raises(Panic, match=r"^strings\.Builder\.Grow: negative count$"):
        strings.Builder().Grow(-1)


def test_a_builder_takes_bytes_by_write_only() -> None:
    with pytest.raises(TypeError, match="str is not bytes: encode it"):
        strings.Builder().Write("x")
