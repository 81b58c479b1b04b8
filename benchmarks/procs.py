"""What a second thread for goroutines is worth: python -m benchmarks.procs

Each sample is a process of its own, by turns with GOMAXPROCS=1 and 2; medians.  With a
GIL only calls that block can gain, and what switches between the threads loses; without
one, what computes gains.  Run it with the Python that is to be measured.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from time import perf_counter, sleep

from goruntime import chan, go, run, sync

CALL = 0.005  # seconds that a blocking call takes
WORK = 4_000  # rounds of a loop: about a quarter of a millisecond
CLIENTS = 8


def work(n: int = WORK) -> int:
    """Compute."""
    total = 0
    for i in range(n):
        total += i * i
    return total


def compute() -> float:
    """CPU-bound goroutines."""
    wg = sync.WaitGroup()
    began = perf_counter()
    for _ in range(40):
        wg.Go(work, 50 * WORK)
    wg.Wait()
    return perf_counter() - began


def pipeline() -> float:
    """Two stages that compute, with a channel between them."""
    between, done = chan[int](16), chan[None]()

    def first() -> None:
        for _ in range(2_000):
            between.send(work())
        between.close()

    def second() -> None:
        while between.recv_ok()[1]:
            work()
        done.close()

    began = perf_counter()
    go(first)
    go(second)
    done.recv()
    return perf_counter() - began


def blockingcalls() -> float:
    """Goroutines that block their thread in C."""
    wg = sync.WaitGroup()
    began = perf_counter()
    for _ in range(100):
        wg.Go(sleep, CALL)
    wg.Wait()
    return perf_counter() - began


def echo(rounds: int, busy: int) -> float:
    """A server that computes for each message; its clients are another process."""
    import net

    ln = net.Listen("tcp", "127.0.0.1:0")
    port = ln.Addr().String().rpartition(":")[2]
    began = perf_counter()
    clients = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.procs", "--client", port, str(rounds)]
    )
    wg = sync.WaitGroup()

    def serve(c: net.Conn) -> None:
        buf = bytearray(64)
        with c:
            for _ in range(rounds):
                n = c.Read(buf)
                work(busy)
                c.Write(bytes(buf[:n]))

    c = ln.Accept()
    began = perf_counter()
    wg.Go(serve, c)
    for _ in range(CLIENTS - 1):
        wg.Go(serve, ln.Accept())
    wg.Wait()
    took = perf_counter() - began
    clients.wait()
    ln.Close()
    return took


def client(port: int, rounds: int) -> None:
    """The clients of echo: as many threads, a message in flight on each."""

    def talk() -> None:
        with socket.create_connection(("127.0.0.1", port)) as s:
            for _ in range(rounds):
                s.sendall(b"x" * 64)
                s.recv(64)

    threads = [threading.Thread(target=talk) for _ in range(CLIENTS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def pingpong() -> float:
    """Two goroutines that hand a value to and fro."""
    there, back = chan[int](), chan[int]()

    def answers() -> None:
        while True:
            v, ok = there.recv_ok()
            if not ok:
                return
            back.send(v)

    go(answers)
    there.send(0)
    back.recv()
    began = perf_counter()
    for i in range(5_000):
        there.send(i)
        back.recv()
    took = perf_counter() - began
    there.close()
    return took


def queues() -> float:
    """The same between two threads, by queue.SimpleQueue."""
    there, back = SimpleQueue[int](), SimpleQueue[int]()

    def answers() -> None:
        while (v := there.get()) >= 0:
            back.put(v)

    t = threading.Thread(target=answers)
    t.start()
    began = perf_counter()
    for i in range(5_000):
        there.put(i)
        back.get()
    took = perf_counter() - began
    there.put(-1)
    t.join()
    return took


CASES: dict[str, Callable[[], float]] = {
    "Compute": compute,
    "Pipeline": pipeline,
    "BlockingCalls": blockingcalls,
    "EchoWork": lambda: echo(200, WORK),
    "Echo": lambda: echo(3_000, 0),
    "PingPong": pingpong,
    "SimpleQueue": queues,
}


def sample(name: str, procs: int) -> float:
    """Take one sample in a fresh process, in seconds."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.procs", "--case", name],
        env={**os.environ, "GOMAXPROCS": str(procs)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.procs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--client", type=int, nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.client:
        client(*args.client)
        return
    if args.case:
        print(run(CASES[args.case]))
        return
    print("| | GOMAXPROCS=1, s | GOMAXPROCS=2, s | 2 is |")
    print("| --- | ---: | ---: | ---: |")
    for name in CASES:
        took: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(args.rounds):
            for procs in took:
                took[procs].append(sample(name, procs))
        one, two = (statistics.median(took[procs]) for procs in (1, 2))
        print(f"| {name} | {one:.3f} | {two:.3f} | {one / two:.2f}x |", flush=True)


if __name__ == "__main__":
    main()
