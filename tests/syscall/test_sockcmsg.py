"""Control messages: to bytes and back, as the kernel has them."""

import array
import socket

import pytest

from goruntime import syscall
from goruntime.syscall.sockcmsg import packControlMessages

pytestmark = pytest.mark.plain


def test_lengths_are_those_of_the_systems_macros() -> None:
    for n in (0, 1, 4, 8, 9, 100):
        assert syscall.CmsgLen(n) == socket.CMSG_LEN(n)
        assert syscall.CmsgSpace(n) == socket.CMSG_SPACE(n)


@pytest.mark.parametrize("fds", [[], [1], [1, 2], [3, 4, 5]])
def test_rights_there_and_back(fds: list[int]) -> None:
    b = syscall.UnixRights(*fds)
    assert len(b) == syscall.CmsgSpace(4 * len(fds))
    (m,) = syscall.ParseSocketControlMessage(b)
    assert m.Header == (
        syscall.CmsgLen(4 * len(fds)),
        socket.SOL_SOCKET,
        socket.SCM_RIGHTS,
    )
    assert syscall.ParseUnixRights(m) == fds


def test_several_messages_are_told_apart() -> None:
    parts = [(1, 2, b""), (3, 4, b"x"), (5, 6, b"12345678"), (7, 8, b"123456789")]
    messages = syscall.ParseSocketControlMessage(packControlMessages(parts))
    assert [(m.Header.Level, m.Header.Type, m.Data) for m in messages] == parts


def test_they_are_what_the_kernel_takes_and_gives() -> None:
    a, b = socket.socketpair()
    with a, b:
        data = array.array("i", [a.fileno()]).tobytes()
        a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, data)])
        _, messages, _, _ = b.recvmsg(1, 100)
        raw = packControlMessages(messages)
        (fd,) = syscall.ParseUnixRights(syscall.ParseSocketControlMessage(raw)[0])
        socket.close(fd)


@pytest.mark.parametrize(
    "b",
    [
        (15).to_bytes(8, "little") + bytes(8),  # shorter than its header
        (17).to_bytes(8, "little") + bytes(8),  # longer than there is
        (0).to_bytes(8, "little") + bytes(100),
        b"\xff" * 16,
    ],
)
def test_lengths_that_cannot_be_are_refused(b: bytes) -> None:
    with pytest.raises(syscall.EINVAL):
        syscall.ParseSocketControlMessage(b)


def test_less_than_a_header_is_no_message() -> None:
    assert syscall.ParseSocketControlMessage(b"") == []
    assert syscall.ParseSocketControlMessage(bytes(15)) == []


def test_other_messages_bring_no_rights() -> None:
    for level, kind in ((0, socket.SCM_RIGHTS), (socket.SOL_SOCKET, 77)):
        b = packControlMessages([(level, kind, b"1234")])
        with pytest.raises(syscall.EINVAL):
            syscall.ParseUnixRights(syscall.ParseSocketControlMessage(b)[0])
