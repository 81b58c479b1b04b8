"""File: an open file by its descriptor.  Go: os/file.go"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

from .error import ErrClosed, PathError

if TYPE_CHECKING:
    from types import TracebackType


class File:
    """An open descriptor with a name.  Go: os.File"""

    __slots__ = ("_fd", "_name")

    def __init__(self, fd: int, name: str) -> None:
        self._fd = fd
        self._name = name

    def Fd(self) -> int:
        """Return the descriptor, which stays this file's to close; -1 once closed."""
        return self._fd

    fileno = Fd  # what Python's select, socket and subprocess ask for

    def Name(self) -> str:
        """Return the name it was made with."""
        return self._name

    def Close(self) -> None:
        """Close the descriptor.  Raises PathError if it is closed already."""
        fd, self._fd = self._fd, -1
        if fd < 0:
            raise PathError("close", self._name, ErrClosed())
        os.close(fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if self._fd >= 0:
            self.Close()

    def __del__(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)

    def __repr__(self) -> str:
        return f"<File {self._name} {self._fd if self._fd >= 0 else 'closed'}>"
