"""The errors of package poll."""

import pytest

from goruntime import errors, os, poll


@pytest.mark.parametrize(
    ("err", "text"),
    [
        (poll.ErrNetClosing, "use of closed network connection"),
        (poll.ErrFileClosing, "use of closed file"),
        (poll.ErrDeadlineExceeded, "i/o timeout"),
        (poll.ErrNoDeadline, "file type does not support deadline"),
        (poll.ErrNotPollable, "not pollable"),
    ],
)
def test_texts(err: type[errors.error], text: str) -> None:
    assert str(err) == str(err()) == err.Error() == text


def test_a_passed_deadline_is_a_timeout() -> None:
    err = poll.ErrDeadlineExceeded()
    assert isinstance(err, TimeoutError)
    assert err.Timeout()
    assert err.Temporary()


def test_closing_is_none() -> None:
    err = poll.ErrNetClosing()
    assert not err.Timeout()
    assert not err.Temporary()
    assert not errors.Is(err, os.ErrClosed)
