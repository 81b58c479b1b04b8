"""Load for what carries streams: how fast it does, and what that costs it.

The server runs on the first core; this, the source and the sink of its data, on the
second.  A sink throws away what comes without looking at it (MSG_TRUNC): the tests see
to it that it is right.

    python -m benchmarks.streams MODE PORT PID SECONDS

prints, as JSON, the bytes that came, the seconds, and the server's CPU seconds.
"""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, sleep
from typing import Final

from benchmarks import toolchain
from benchmarks.measure import Failed, Measure, Options, Sample
from benchmarks.servers import VARIANTS, serving

GIB: Final = 1 << 30
CHUNK: Final = 64 << 10
TAKEN: Final = 1 << 20  # at once, by the sink


Sampler = Callable[[], Sample]


def measures(name: str, options: Options) -> list[Measure]:
    """Return throughput, and CPU time, of all servers whose names begin with name."""
    prefix = name.lower() + " "
    servers = {
        who.removeprefix(prefix): who for who in VARIANTS if who.startswith(prefix)
    }

    def sampler(who: str, key: str) -> Sampler:
        return lambda: sample(name.lower(), who, key, options.seconds)

    return [
        Measure(
            title,
            unit,
            {short: sampler(who, key) for short, who in servers.items()},
            up,
        )
        for title, unit, key, up in (
            (name, "MiB/s", "rate", True),
            (f"{name}CPU", "ms/GiB", "cpu", False),
        )
    ]


def sample(mode: str, who: str, key: str, seconds: float) -> Sample:
    """Measure one fresh server."""
    with serving(who) as (port, pid), toolchain.pinned(1):
        words = ["-m", "benchmarks.streams", mode, port, pid, seconds]
        try:
            done = subprocess.run(
                [sys.executable, *map(str, words)],
                capture_output=True,
                text=True,
                timeout=60 + seconds * 2,
                cwd=toolchain.HERE.parent,
            )
        except subprocess.TimeoutExpired:
            raise Failed("the load hung") from None
    if done.returncode:
        raise Failed(toolchain.last_line(done.stderr))
    seen = json.loads(done.stdout)
    if not seen["bytes"]:
        raise Failed("nothing came")
    figures = {
        "rate": seen["bytes"] / seen["seconds"] / (1 << 20),
        "cpu": seen["cpu"] * 1e3 / (seen["bytes"] / GIB),
    }
    return Sample(figures[key], {**figures, "busy": seen["cpu"] / seen["seconds"]})


def cpu(pid: int) -> float:
    """Return the CPU seconds of all threads of a process."""
    spent = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        spent += int((task / "schedstat").read_text().split()[0])
    return spent / 1e9


class Sink:
    """Reads a connection to its end."""

    def __init__(self, sock: socket.socket) -> None:
        self.taken = 0
        self._sock = sock
        self._buffer = bytearray(TAKEN)

    def run(self) -> None:
        flags = getattr(socket, "MSG_TRUNC", 0)
        while n := self._sock.recv_into(self._buffer, TAKEN, flags):
            self.taken += n


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port))


def proxy(port: int, pid: int, seconds: float) -> dict[str, float]:
    """Send into one connection what comes out of another: see rivals/proxy_*."""
    stop = False

    def source(sock: socket.socket) -> None:
        chunk = bytes(CHUNK)
        while not stop:
            sock.sendall(chunk)
        sock.close()

    up = connect(port)
    down = connect(port)
    sink = Sink(down)
    threads = [
        threading.Thread(target=source, args=(up,)),
        threading.Thread(target=sink.run),
    ]
    for thread in threads:
        thread.start()
    sleep(seconds / 4)
    taken, spent, began = sink.taken, cpu(pid), perf_counter()
    sleep(seconds)
    seen = {
        "bytes": sink.taken - taken,
        "seconds": perf_counter() - began,
        "cpu": cpu(pid) - spent,
    }
    stop = True
    for thread in threads:
        thread.join()
    return seen


def sendfile(port: int, pid: int, seconds: float) -> dict[str, float]:
    """Fetch the file, again and again: see rivals/sendfile_*."""
    with connect(port) as sock:
        Sink(sock).run()  # now it is in memory, and the server warm
    taken, spent, began = 0, cpu(pid), perf_counter()
    while perf_counter() - began < seconds:
        with connect(port) as sock:
            sink = Sink(sock)
            sink.run()
            taken += sink.taken
    took = perf_counter() - began
    return {"bytes": taken, "seconds": took, "cpu": cpu(pid) - spent}


def main() -> None:
    mode, port, pid, seconds = sys.argv[1:]
    load = {"proxy": proxy, "sendfile": sendfile}[mode]
    print(json.dumps(load(int(port), int(pid), float(seconds))))


if __name__ == "__main__":
    main()
