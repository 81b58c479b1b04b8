"""A bounded queue with a mutex and two conditions: what a buffered channel is inside.

Wait unlocks the mutex, sleeps until Signal or Broadcast, and locks it again.  It stands
in a loop: when a goroutine gets its turn, what it was woken for may be gone.

    python examples/producer_consumer.py
"""

from collections import deque
from typing import Generic, TypeVar

from goruntime import run, sync

T = TypeVar("T")


class Queue(Generic[T]):
    """A queue that makes producers wait when it is full, consumers when it is empty."""

    def __init__(self, size: int) -> None:
        self._mu = sync.Mutex()
        self._not_full = sync.NewCond(self._mu)
        self._not_empty = sync.NewCond(self._mu)
        self._items = deque[T]()
        self._size = size
        self._closed = False
        self.longest = 0

    def put(self, item: T) -> None:
        with self._mu:
            while len(self._items) >= self._size:
                self._not_full.Wait()
            self._items.append(item)
            self.longest = max(self.longest, len(self._items))
            self._not_empty.Signal()

    def get(self) -> T | None:
        """Return the next item, None when the queue is closed and empty."""
        with self._mu:
            while not self._items and not self._closed:
                self._not_empty.Wait()
            if not self._items:
                return None
            self._not_full.Signal()
            return self._items.popleft()

    def close(self) -> None:
        with self._mu:
            self._closed = True
            self._not_empty.Broadcast()  # to all: nothing more comes


def main() -> None:
    queue = Queue[int](4)
    consumed: list[int] = []

    def produce(numbers: range) -> None:
        for n in numbers:
            queue.put(n)

    def consume() -> None:
        while (n := queue.get()) is not None:
            consumed.append(n)

    producers, consumers = sync.WaitGroup(), sync.WaitGroup()
    for first in (1, 11, 21):
        producers.Go(produce, range(first, first + 10))
    for _ in range(2):
        consumers.Go(consume)
    producers.Wait()
    queue.close()
    consumers.Wait()

    print("all consumed, each once:", sorted(consumed) == list(range(1, 31)))
    print("at most in the queue:", queue.longest)


if __name__ == "__main__":
    run(main)

# Output:
# all consumed, each once: True
# at most in the queue: 4
