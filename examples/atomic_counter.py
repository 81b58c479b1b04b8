"""A counter without a lock: each change is one step that nothing comes between.

Here goroutines and threads of Python count together: atomics, as channels and locks,
hold for both.

    python examples/atomic_counter.py
"""

import threading

from goruntime import blocking, run, sync

ROUNDS = 1000


def count(ops: sync.atomic.Int64) -> None:
    for _ in range(ROUNDS):
        ops.Add(1)


def main() -> None:
    ops = sync.atomic.Int64()

    threads = [threading.Thread(target=count, args=(ops,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    wg = sync.WaitGroup()
    for _ in range(50):
        wg.Go(count, ops)
    wg.Wait()
    for thread in threads:
        blocking(thread.join)

    print("ops:", ops.Load())


if __name__ == "__main__":
    run(main)

# Output:
# ops: 52000
