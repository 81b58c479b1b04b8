"""Where Ctrl-C may raise, and where it must wait."""

import sys
from types import FrameType
from typing import Any

import pytest

from goruntime.sigqueue import ours

pytestmark = pytest.mark.plain


def frame(*modules: str) -> FrameType:
    """Return the innermost frame of functions that call each other."""

    def inner() -> FrameType:
        return sys._getframe(1)

    f: Any = inner
    for name in reversed(modules):
        space: dict[str, Any] = {"__name__": name, "f": f}
        exec("def call(): return f()", space)
        f = space["call"]
    found: FrameType = f()
    return found


@pytest.mark.parametrize(
    ("modules", "waits"),
    [
        (["__main__"], False),
        (["__main__", "goruntime.hchan"], True),
        (["__main__", "goruntime.sync.mutex"], True),
        (["__main__", "net.fd"], True),
        (["__main__", "network"], False),
        # The library at work for the user, or called by the runtime as the user's.
        (["goruntime.program", "__main__", "threading"], False),
        (["goruntime.program", "threading"], False),
        (["goruntime.proc", "http.server", "socketserver"], False),
        (["goruntime.sync.once", "urllib.request"], False),
        # The library at work for the runtime.
        (["__main__", "goruntime.handoff", "threading", "threading"], True),
        (["__main__", "goruntime.selectgo", "random"], True),
        (["__main__", "goruntime.handoff", "threading", "_weakrefset"], True),
    ],
)
def test_ctrl_c_does_not_cut_into_the_runtime(modules: list[str], waits: bool) -> None:
    assert ours(frame(*modules)) == waits


def test_a_frame_of_no_module_is_not_ours() -> None:
    assert not ours(None)
    f: FrameType = eval("f()", {"f": lambda: sys._getframe(1), "__name__": 3})
    assert not ours(f)
