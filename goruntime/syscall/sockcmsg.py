"""Control messages: what travels beside the data.  Go: syscall/sockcmsg_*.go

A message is its length, with this header; its level; its type; its data; and zeros up
to the next multiple of a word.
"""

from __future__ import annotations

import array
import os
import socket
import struct
from typing import Any, Final, NamedTuple

from .errno import EINVAL

_HEADER: Final = struct.Struct("@Nii")
_WORD: Final = struct.calcsize("@N")
_INT: Final = array.array("i").itemsize


def _align(n: int) -> int:
    return -(-n // _WORD) * _WORD


_DATA: Final = _align(_HEADER.size)  # where a message's data begins


class Cmsghdr(NamedTuple):
    """What a control message begins with.  Go: syscall.Cmsghdr"""

    Len: int
    Level: int
    Type: int


class SocketControlMessage(NamedTuple):
    """One control message.  Go: syscall.SocketControlMessage"""

    Header: Cmsghdr
    Data: bytes


def CmsgLen(datalen: int) -> int:
    """Return the length of a message with that much data.  Go: syscall.CmsgLen"""
    return _DATA + datalen


def CmsgSpace(datalen: int) -> int:
    """Return what such a message takes in a buffer.  Go: syscall.CmsgSpace"""
    return _DATA + _align(datalen)


def ParseSocketControlMessage(b: Any) -> list[SocketControlMessage]:
    """Split b into control messages.  Raises EINVAL if it is none.

    Go: syscall.ParseSocketControlMessage
    """
    view = bytes(b)
    messages = []
    at = 0
    while len(view) - at >= _DATA:
        header = Cmsghdr._make(_HEADER.unpack_from(view, at))
        if not _DATA <= header.Len <= len(view) - at:
            raise EINVAL
        data = view[at + _DATA : at + header.Len]
        messages.append(SocketControlMessage(header, data))
        at += _align(header.Len)
    return messages


def packControlMessages(messages: Any) -> bytes:
    """Return the buffer that (level, type, data) of each make."""
    parts = []
    for level, kind, data in messages:
        header = _HEADER.pack(_DATA + len(data), level, kind)
        parts.append(header.ljust(_DATA, b"\0"))
        parts.append(data.ljust(_align(len(data)), b"\0"))
    return b"".join(parts)


def UnixRights(*fds: int) -> bytes:
    """Return a control message that hands descriptors to another process.

    For UnixConn.WriteMsgUnix.  Go: syscall.UnixRights
    """
    data = array.array("i", fds).tobytes()
    return packControlMessages([(socket.SOL_SOCKET, socket.SCM_RIGHTS, data)])


def ParseUnixRights(m: SocketControlMessage) -> list[int]:
    """Return the descriptors that a control message brings; they are the caller's.

    Raises EINVAL if it brings none.  Go: syscall.ParseUnixRights
    """
    header = m.Header
    if header.Level != socket.SOL_SOCKET or header.Type != socket.SCM_RIGHTS:
        raise EINVAL
    fds = array.array("i")
    fds.frombytes(m.Data[: len(m.Data) // _INT * _INT])
    return fds.tolist()


def setCloseOnExec(b: Any) -> None:
    """Let programs started not inherit the descriptors that control messages bring.

    Go: net.setReadMsgCloseOnExec
    """
    for m in ParseSocketControlMessage(b):
        if (m.Header.Level, m.Header.Type) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            for fd in ParseUnixRights(m):
                os.set_inheritable(fd, False)
