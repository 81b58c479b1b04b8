"""What the kernel knows of its network, by netlink.  Go: syscall/netlink_linux.go

A message, and likewise an attribute in one, is a header that says how long it is, and
then its data; the next one begins at a multiple of four bytes.
"""

from __future__ import annotations

import socket
import struct
from typing import Final, NamedTuple

from goruntime.os import SyscallError
from goruntime.syscall import EAFNOSUPPORT, EINVAL, Errno

# See linux/netlink.h and linux/rtnetlink.h.
NLMSG_ERROR: Final = 2
NLMSG_DONE: Final = 3
RTM_NEWLINK: Final = 16
RTM_GETLINK: Final = 18
RTM_NEWADDR: Final = 20
RTM_GETADDR: Final = 22

_NLM_F_REQUEST: Final = 0x001
_NLM_F_DUMP: Final = 0x300
_NETLINK_ROUTE: Final = 0
_SEQ: Final = 1
_BUFFER: Final = 1 << 16  # no message of a dump is larger

_MESSAGE: Final = struct.Struct("=IHHII")  # length, type, flags, sequence, port
_REQUEST: Final = struct.Struct("=IHHIIB3x")  # and the family asked about
_ATTR: Final = struct.Struct("=HH")  # length, type


class netlinkMessage(NamedTuple):
    """One message; its data begins with a header that its type tells."""

    type: int
    seq: int
    port: int
    data: bytes


def netlinkRIB(request: int, family: int) -> list[netlinkMessage]:
    """Ask for all there is of a kind, RTM_GETLINK or RTM_GETADDR.

    Raises SyscallError.  Go: syscall.NetlinkRIB, syscall.ParseNetlinkMessage
    """
    if not hasattr(socket, "AF_NETLINK"):
        raise SyscallError("netlinkrib", EAFNOSUPPORT())  # not Linux
    try:
        return _ask(request, family)
    except OSError as e:
        err = e if isinstance(e, Errno) else Errno(e.errno or 0)
        raise SyscallError("netlinkrib", err) from err


def _ask(request: int, family: int) -> list[netlinkMessage]:
    got: list[netlinkMessage] = []
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _NETLINK_ROUTE) as s:
        s.settimeout(None)  # the kernel answers at once
        s.bind((0, 0))
        flags = _NLM_F_REQUEST | _NLM_F_DUMP
        asked = _REQUEST.pack(_REQUEST.size, request, flags, _SEQ, 0, family)
        s.sendto(asked, (0, 0))
        port = s.getsockname()[0]
        while True:
            answer = s.recv(_BUFFER)
            if len(answer) < _MESSAGE.size:
                raise EINVAL()
            for message in parseNetlinkMessage(answer):
                if message.seq != _SEQ or message.port != port:
                    raise EINVAL()
                if message.type == NLMSG_DONE:
                    return got
                if message.type == NLMSG_ERROR:
                    raise EINVAL()
                got.append(message)


def parseNetlinkMessage(b: bytes) -> list[netlinkMessage]:
    """Return the messages that stand in a row.  Raises EINVAL."""
    messages = []
    while len(b) >= _MESSAGE.size:
        length, kind, _, seq, port = _MESSAGE.unpack_from(b)
        if length < _MESSAGE.size or _aligned(length) > len(b):
            raise EINVAL()
        messages.append(netlinkMessage(kind, seq, port, b[_MESSAGE.size : length]))
        b = b[_aligned(length) :]
    return messages


def parseNetlinkRouteAttr(b: bytes) -> list[tuple[int, bytes]]:
    """Return (type, value) of the attributes that stand in a row.  Raises EINVAL."""
    attrs = []
    while len(b) >= _ATTR.size:
        length, kind = _ATTR.unpack_from(b)
        if not _ATTR.size <= length <= len(b):
            raise EINVAL()
        attrs.append((kind, b[_ATTR.size : length]))
        b = b[_aligned(length) :]
    return attrs


def _aligned(length: int) -> int:
    return (length + 3) & ~3
