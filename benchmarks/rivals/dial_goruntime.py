"""Dial and close in goruntime: prints the nanoseconds that all of it took."""

import sys
from time import perf_counter_ns

import net
from goruntime import run, sync


def dial(port: int, dials: int) -> None:
    for i in range(dials):
        net.Dial("tcp", f"127.0.0.{1 + i % 64}:{port}").Close()


def main() -> None:
    port, at_once, dials = map(int, sys.argv[1:])
    dial(port, at_once)  # warm
    wg = sync.WaitGroup()
    began = perf_counter_ns()
    for _ in range(at_once):
        wg.Go(dial, port, dials // at_once)
    wg.Wait()
    print(perf_counter_ns() - began)


if __name__ == "__main__":
    run(main)
