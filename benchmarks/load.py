"""The load generator where there is no C compiler: load.c in Python, word for word.

It is slower than most of what it loads, so it is the last resort; the table then shows
it busy all the time.

    load.py MODE PORT PID CONNECTIONS IDLE SIZE SECONDS
"""

import json
import os
import resource
import select
import socket
import sys
from struct import pack
from time import monotonic_ns
from typing import Final

BATCH: Final = 64
STAMP: Final = 8
PATIENCE: Final = 20 * 10**9
IN: Final = select.EPOLLIN
OUT: Final = select.EPOLLOUT


class Conn:
    __slots__ = (
        "began",
        "connecting",
        "due",
        "got",
        "idle",
        "index",
        "number",
        "out",
        "sent",
        "size",
        "sock",
    )

    def __init__(self, index: int, size: int, idle: bool) -> None:
        self.index = index
        self.size = size
        self.idle = idle
        self.sock: socket.socket = socket.socket()
        self.sock.close()
        self.number = self.sent = self.got = self.began = 0
        self.connecting = self.out = False
        self.due = b""


class Load:
    def __init__(self, mode: str, port: int, size: int) -> None:
        self.mode = mode
        self.accept = mode == "accept"
        self.port = port
        self.epoll = select.epoll()
        self.conns: dict[int, Conn] = {}
        self.settled = self.opened = 0
        self.running = self.measuring = False
        self.latencies: list[int] = []
        self.body = bytes(ord("a") + i % 26 for i in range(max(size, STAMP)))

    def open(self, c: Conn) -> None:
        c.began = monotonic_ns()
        to: object = ("127.0.0.1", self.port)
        if self.mode == "unix":
            c.sock = socket.socket(socket.AF_UNIX)
            to = f"\0goruntime-bench-{self.port}"
        elif self.mode == "udp":
            c.sock = socket.socket(type=socket.SOCK_DGRAM)
        else:
            c.sock = socket.socket()
            c.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        c.sock.setblocking(False)
        if self.accept:  # see load.c
            c.sock.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
            c.sock.bind((f"127.0.0.{1 + self.opened % 64}", 0))
            self.opened += 1
        c.sock.connect_ex(to)  # type: ignore[arg-type]
        c.connecting = True
        self.conns[c.sock.fileno()] = c
        self.epoll.register(c.sock, IN | OUT)

    def say(self, c: Conn) -> None:
        c.number += 1
        c.sent = c.got = 0
        c.due = (pack("=II", c.index, c.number) + self.body[STAMP:])[: c.size]
        if not self.accept:
            c.began = monotonic_ns()
        self.push(c)

    def push(self, c: Conn) -> None:
        try:
            c.sent += c.sock.send(c.due[c.sent :] if c.sent else c.due)
        except BlockingIOError:
            pass
        if (c.sent < c.size) != c.out:
            c.out = not c.out
            self.epoll.modify(c.sock, IN | OUT if c.out else IN)

    def pull(self, c: Conn) -> None:
        reply = c.sock.recv(c.size - c.got + 1)
        if not reply:
            sys.exit("load: the server closed a connection")
        if len(reply) > c.size - c.got:
            sys.exit("load: a reply is too long")
        if reply != c.due[c.got : c.got + len(reply)]:
            sys.exit("load: a reply has other bytes")
        c.got += len(reply)
        if c.got == c.size:
            self.finish(c)

    def finish(self, c: Conn) -> None:
        if self.measuring and not c.idle:
            self.latencies.append(monotonic_ns() - c.began)
        if c.number == 1:
            self.settled += 1
        if c.idle:
            return
        if self.accept:
            del self.conns[c.sock.fileno()]
            c.sock.close()
            c.number = 0
            if self.running:
                self.open(c)
        elif self.running:
            self.say(c)

    def turn(self, timeout: float) -> None:
        for fd, events in self.epoll.poll(timeout):
            c = self.conns[fd]
            if c.connecting:
                if err := c.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    sys.exit(f"load: connect: {os.strerror(err)}")
                c.connecting = False
                self.epoll.modify(c.sock, IN)
                self.say(c)
                continue
            if events & OUT:
                self.push(c)
            if events & ~OUT:
                self.pull(c)

    def connect(self, busy: int, idle: int, size: int) -> None:
        """Open the idle ones, then the busy ones, in batches; start.  See load.c."""
        every = []
        patience = monotonic_ns() + PATIENCE
        for i in range(busy + idle):
            index = (i + busy) % (busy + idle)
            every.append(Conn(index, size if i >= idle else STAMP, i < idle))
            self.open(every[i])
            due = i + 1 if i + 1 == busy + idle else i + 1 - BATCH
            while self.settled < due:
                self.turn(0.1)
                if monotonic_ns() > patience:
                    sys.exit("load: the server does not take the connections")
        self.running = True
        for c in every[idle:]:
            if self.accept:
                self.open(c)
            else:
                self.say(c)

    def run(self, seconds: float) -> float:
        start = monotonic_ns()
        end = start + int(seconds * 1e9)
        while (now := monotonic_ns()) < end:
            self.turn((end - now) / 1e9)
        return (now - start) / 1e9


def server_usage(pid: str) -> tuple[float, float, float]:
    """Return user and system seconds and resident bytes of the server."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    tick = os.sysconf("SC_CLK_TCK")
    rss = int(fields[21]) * os.sysconf("SC_PAGESIZE")
    return int(fields[11]) / tick, int(fields[12]) / tick, rss


def own_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    mode, port, pid, busy, idle, size, seconds = sys.argv[1:]
    load = Load(mode, int(port), int(size))
    rss_before = server_usage(pid)[2]
    load.connect(int(busy), int(idle), int(size))
    load.run(float(seconds) / 4)
    cpu = own_cpu()
    user0, system0, _ = server_usage(pid)
    load.measuring = True
    took = load.run(float(seconds))
    cpu = own_cpu() - cpu
    user, system, rss = server_usage(pid)
    latencies = sorted(load.latencies) or [0]
    result = {
        "messages": len(load.latencies),
        "seconds": took,
        "p50_us": latencies[len(latencies) // 2] // 1000,
        "p99_us": latencies[len(latencies) * 99 // 100] // 1000,
        "server_user": user - user0,
        "server_system": system - system0,
        "server_rss": rss,
        "server_rss_before": rss_before,
        "load_cpu": cpu,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
