"""Dial and close in gevent: prints the nanoseconds that all of it took."""

import sys
from time import perf_counter_ns

import gevent
from gevent import socket


def dial(port: int, dials: int) -> None:
    for i in range(dials):
        socket.create_connection((f"127.0.0.{1 + i % 64}", port)).close()


def main() -> None:
    port, at_once, dials = map(int, sys.argv[1:])
    dial(port, at_once)  # warm
    began = perf_counter_ns()
    jobs = [gevent.spawn(dial, port, dials // at_once) for _ in range(at_once)]
    gevent.joinall(jobs, raise_error=True)
    print(perf_counter_ns() - began)


if __name__ == "__main__":
    main()
