"""What the tests of package time do in another thread."""

import threading
from collections.abc import Callable
from typing import TypeVar

from goruntime import chan

T = TypeVar("T")


def in_thread(f: Callable[[], T]) -> T:
    """Call f in a thread of its own, while other goroutines run."""
    result = chan[T](1)
    thread = threading.Thread(target=lambda: result.send(f()))
    thread.start()
    value = result.recv()
    thread.join()
    return value
