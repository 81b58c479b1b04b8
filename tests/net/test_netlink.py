"""Netlink: messages, attributes, and what the kernel answers."""

import errno
import socket
import struct
import sys
from typing import Any

import pytest

from goruntime.os import SyscallError
from goruntime.syscall import EAFNOSUPPORT, EINVAL, EPERM
from net.netlink import (
    NLMSG_DONE,
    NLMSG_ERROR,
    RTM_GETLINK,
    RTM_NEWLINK,
    netlinkMessage,
    netlinkRIB,
    parseNetlinkMessage,
    parseNetlinkRouteAttr,
)

pytestmark = pytest.mark.plain

linux = pytest.mark.skipif(sys.platform != "linux", reason="netlink is Linux's")


def message(kind: int, data: bytes = b"", *, seq: int = 1, port: int = 7) -> bytes:
    header = struct.pack("=IHHII", 16 + len(data), kind, 0, seq, port)
    return header + data + bytes(-len(data) % 4)


def test_messages_stand_in_a_row() -> None:
    row = message(16, b"abcde") + message(17) + message(3, b"xyz1")
    assert parseNetlinkMessage(row) == [
        netlinkMessage(16, 1, 7, b"abcde"),
        netlinkMessage(17, 1, 7, b""),
        netlinkMessage(3, 1, 7, b"xyz1"),
    ]
    assert parseNetlinkMessage(b"") == parseNetlinkMessage(bytes(15)) == []


@pytest.mark.parametrize("length", [0, 15, 21, 24, 1 << 31])
def test_a_message_of_a_wrong_length_is_refused(length: int) -> None:
    b = struct.pack("=I", length) + message(16, b"abcd")[4:]
    with pytest.raises(EINVAL):
        parseNetlinkMessage(b)


def test_attributes_stand_in_a_row() -> None:
    row = struct.pack("=HH", 9, 3) + b"eth0\0" + bytes(3) + struct.pack("=HH", 4, 1)
    assert parseNetlinkRouteAttr(row) == [(3, b"eth0\0"), (1, b"")]
    assert parseNetlinkRouteAttr(row[:9]) == [(3, b"eth0\0")]  # the last is not padded
    assert parseNetlinkRouteAttr(b"123") == []


@pytest.mark.parametrize("length", [0, 3, 9, 0xFFFF])
def test_an_attribute_of_a_wrong_length_is_refused(length: int) -> None:
    with pytest.raises(EINVAL):
        parseNetlinkRouteAttr(struct.pack("=HH", length, 1) + b"abcd")


@linux
def test_the_kernel_lists_its_links() -> None:
    messages = netlinkRIB(RTM_GETLINK, socket.AF_UNSPEC)
    assert len(messages) == len(socket.if_nameindex())
    assert {m.type for m in messages} == {RTM_NEWLINK}


class Answers:
    """A socket that gives the answers it was made with."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.closed = False

    def __call__(self, *_: Any) -> "Answers":
        return self

    def __enter__(self) -> "Answers":
        return self

    def __exit__(self, *_: Any) -> None:
        self.closed = True

    def settimeout(self, timeout: None) -> None: ...

    def bind(self, addr: tuple[int, int]) -> None: ...

    def sendto(self, b: bytes, addr: tuple[int, int]) -> None: ...

    def getsockname(self) -> tuple[int, int]:
        return 7, 0

    def recv(self, size: int) -> bytes:
        if not self.answers:
            raise OSError(errno.EPERM, "")
        return self.answers.pop(0)


def rib(monkeypatch: pytest.MonkeyPatch, *answers: bytes) -> list[netlinkMessage]:
    """Return what is made of these answers; the socket has to be closed."""
    kernel = Answers(*answers)
    monkeypatch.setattr(socket, "socket", kernel)
    try:
        return netlinkRIB(RTM_GETLINK, 0)
    finally:
        assert kernel.closed


@linux
def test_an_answer_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = message(16, b"a"), message(16, b"b") + message(16, b"c")
    got = rib(monkeypatch, *parts, message(NLMSG_DONE, bytes(4)))
    assert [m.data for m in got] == [b"a", b"b", b"c"]


@linux
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (message(16, seq=2), EINVAL),
        (message(16, port=8), EINVAL),
        (message(NLMSG_ERROR, bytes(20)), EINVAL),
        (bytes(8), EINVAL),
        (bytes(16), EINVAL),
        (message(16), EPERM),  # and then nothing more
    ],
)
def test_an_answer_that_is_none_is_an_error(
    answer: bytes, why: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SyscallError) as info:
        rib(monkeypatch, answer)
    assert info.value.Syscall == "netlinkrib"
    assert type(info.value.Err) is why


def test_without_netlink_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "AF_NETLINK", raising=False)
    with pytest.raises(SyscallError) as info:
        netlinkRIB(RTM_GETLINK, 0)
    assert type(info.value.Err) is EAFNOSUPPORT
