"""A cache that asks only once for each key, however many want it at the same time.

Whoever comes first makes the call; the others wait for its end, but not for those of
other keys.  It is written twice: with a mutex for the table and, for each entry, a
channel that is closed when the value is there; and with a goroutine that owns the table
and is asked by requests.

    python examples/memo.py
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from goruntime import chan, go, run, sync, time

Func = Callable[[str], str]


class Cache(Protocol):
    """What both of them are."""

    def get(self, key: str) -> str: ...


# --- by a lock ----------------------------------------------------------------


class Entry:
    """What was asked for: there when ready is closed."""

    def __init__(self) -> None:
        self.ready = chan[None]()
        self.value = ""
        self.error: Exception | None = None

    def call(self, f: Func, key: str) -> None:
        try:
            self.value = f(key)
        except Exception as err:
            self.error = err
        self.ready.close()  # tells everybody

    def wait(self) -> str:
        self.ready.recv()
        if self.error is not None:
            raise self.error
        return self.value


class LockedMemo:
    """A cache whose table has a mutex."""

    def __init__(self, f: Func) -> None:
        self._f = f
        self._mu = sync.Mutex()
        self._entries: dict[str, Entry] = {}

    def get(self, key: str) -> str:
        ours = Entry()
        with self._mu:  # for the table alone: the call is made outside
            entry = self._entries.setdefault(key, ours)
        if entry is ours:
            entry.call(self._f, key)
        return entry.wait()


# --- by a goroutine -----------------------------------------------------------


@dataclass
class Request:
    """A key that somebody wants, and where he waits for its entry."""

    key: str
    reply: chan[Entry] = field(default_factory=chan[Entry])


class MonitoredMemo:
    """A cache whose table belongs to a goroutine."""

    def __init__(self, f: Func) -> None:
        self._f = f
        self._requests = chan[Request]()
        go(self._monitor)

    def get(self, key: str) -> str:
        request = Request(key)
        self._requests.send(request)
        return request.reply.recv().wait()

    def _monitor(self) -> None:
        entries: dict[str, Entry] = {}
        for request in self._requests:
            entry = entries.get(request.key)
            if entry is None:
                entry = entries[request.key] = Entry()
                go(entry.call, self._f, request.key)  # we are here for the next one
            request.reply.send(entry)

    def close(self) -> None:
        self._requests.close()


# --- both in use --------------------------------------------------------------


class Library:
    """Something slow that is asked."""

    def __init__(self) -> None:
        self.calls = Counter[str]()

    def find(self, title: str) -> str:
        self.calls[title] += 1
        time.Sleep(5 * time.Millisecond)
        if "?" in title:
            raise LookupError(f"no book {title}")
        return title.title()


def use(cache: Cache, library: Library) -> None:
    def ask(key: str) -> None:
        try:
            found = cache.get(key)
        except LookupError as err:
            found = str(err)
        answers[key].add(found)

    keys = ("the go book", "the snake book", "?")
    answers: dict[str, set[str]] = {key: set() for key in keys}
    wg = sync.WaitGroup()
    for _ in range(10):
        for key in keys:
            wg.Go(ask, key)
    wg.Wait()
    for key in keys:
        print(f"  {library.calls[key]} call: {', '.join(answers[key])}")


def main() -> None:
    print("by a lock:")
    library = Library()
    use(LockedMemo(library.find), library)

    print("by a goroutine:")
    library = Library()
    memo = MonitoredMemo(library.find)
    use(memo, library)
    memo.close()


if __name__ == "__main__":
    run(main)

# Output:
# by a lock:
#   1 call: The Go Book
#   1 call: The Snake Book
#   1 call: no book ?
# by a goroutine:
#   1 call: The Go Book
#   1 call: The Snake Book
#   1 call: no book ?
