"""The demo: an echo server and thousands of clients, all goroutines of one process.

Each client dials, and then sends messages over its own connection and waits for the
echo of each, as fast as it can.  Every reply is checked.

    make demo
    python examples/demo.py -n 8000 --seconds 10
"""

import argparse
import gc
import os
import resource
import sys
from array import array
from pathlib import Path
from time import perf_counter_ns

import net
from goruntime import NumGoroutine, chan, default, go, io, recv, run, select, sync, time

MESSAGE_SIZE = 64
DIALING = 256  # how many clients dial at a time
CLIENTS_PER_PORT = 20_000  # a port of ours has about 28,000 for clients to dial from
SPARE_FILES = 32  # what the process has open besides the connections
BAR = 28  # characters

TTY = sys.stdout.isatty()
COLOR = TTY and "NO_COLOR" not in os.environ


def bold(text: str) -> str:
    return f"\033[1m{text}\033[0m" if COLOR else text


def dim(text: str) -> str:
    return f"\033[2m{text}\033[0m" if COLOR else text


# --- the server ---------------------------------------------------------------


def serve(ln: net.Listener) -> None:
    for conn in ln:
        go(echo, conn)


def echo(conn: net.Conn) -> None:
    buf = memoryview(bytearray(MESSAGE_SIZE))
    with conn:
        try:
            while True:
                n = conn.Read(buf)
                conn.Write(buf[:n])
        except io.EOF:
            pass


# --- the clients --------------------------------------------------------------


class Swarm:
    """What the clients share."""

    def __init__(self) -> None:
        self.dialing = chan[None](DIALING)  # a semaphore, as Go has it
        self.connected = 0
        self.start = chan[None]()  # closed: to all at once
        self.stop = chan[None]()
        self.latencies = array("Q")  # ns, of each message
        self.clients = sync.WaitGroup()

    def client(self, address: str, number: int) -> None:
        message = f"client {number} ".encode().ljust(MESSAGE_SIZE, b".")
        reply = bytearray(MESSAGE_SIZE)
        view = memoryview(reply)

        self.dialing.send(None)
        conn = net.Dial("tcp", address)
        self.dialing.recv()
        with conn:
            exchange(conn, message, view)  # so that the server has met each of us
            self.connected += 1
            self.start.recv()
            stop = recv(self.stop)
            while select(stop, default)[0] != 0:
                begin = perf_counter_ns()
                exchange(conn, message, view)
                self.latencies.append(perf_counter_ns() - begin)
                if reply != message:
                    raise ValueError(f"client {number} got {reply!r}")


def exchange(conn: net.Conn, message: bytes, reply: memoryview) -> None:
    conn.Write(message)
    n = conn.Read(reply)
    while n < MESSAGE_SIZE:  # it may come in pieces
        n += conn.Read(reply[n:])


# --- what is shown ------------------------------------------------------------


class Progress:
    """One line that is written again and again; where that cannot be, some lines."""

    def __init__(self) -> None:
        self.shown = False

    def show(self, done: float, text: str) -> None:
        if not TTY:
            print(text, flush=True)
            return
        full = round(min(done, 1) * BAR)
        bar = "━" * full + dim("━" * (BAR - full))
        print(f"\r{bar}  {text}\033[K", end="", flush=True)

    def clear(self) -> None:
        if TTY:
            print("\r\033[K", end="", flush=True)


def resident() -> int:
    """Return the memory that the process has in use, in bytes."""
    gc.collect()
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize()
    except OSError:  # not on Linux: the most it ever had
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak * (1 if sys.platform == "darwin" else 1024)


def threads() -> int | None:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return None


def milliseconds(ns: float) -> str:
    return f"{ns / 1e6:,.1f} ms"


def row(name: str, value: str, note: str = "") -> None:
    print(f"  {name:<24}{bold(f'{value:>12}')}" + (f"   {dim(note)}" if note else ""))


# --- the program --------------------------------------------------------------


def allow_files(clients: int) -> None:
    """Raise the limit of open files: each client has one, and so has the server."""
    need = 2 * clients + SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= need:
        return
    enough = hard == resource.RLIM_INFINITY or hard >= need
    try:
        # Only root may raise the hard limit.
        resource.setrlimit(resource.RLIMIT_NOFILE, (need, hard if enough else need))
    except (OSError, ValueError):
        sys.exit(
            f"demo: {clients:,} clients need {need:,} open files, and this process may "
            f"have {hard:,} at most.\nTry -n {max((hard - SPARE_FILES) // 2, 1)}, or "
            f"raise the hard limit (ulimit -Hn)."
        )


def connect(swarm: Swarm, n: int, progress: Progress) -> None:
    """Start the clients, and wait until all are connected."""
    listeners = [
        net.Listen("tcp", "127.0.0.1:0") for _ in range(0, n, CLIENTS_PER_PORT)
    ]
    for ln in listeners:
        go(serve, ln)
    for number in range(n):
        address = listeners[number % len(listeners)].Addr().String()
        swarm.clients.Go(swarm.client, address, number)
    with time.NewTicker(0.1) as ticker:
        while swarm.connected < n:
            if TTY:
                progress.show(
                    swarm.connected / n, f"{swarm.connected:,} of {n:,} connected"
                )
            ticker.C.recv()


def talk(swarm: Swarm, seconds: float, progress: Progress) -> float:
    """Let the clients talk for so long; return how long it was."""
    begin = time.Now()
    swarm.start.close()
    before, last = 0, begin
    with time.NewTicker(0.2 if TTY else 1) as ticker:
        end = time.After(seconds)
        while select(recv(ticker.C), recv(end))[0] == 0:
            now, count = time.Now(), len(swarm.latencies)
            rate = (count - before) / now.Sub(last).Seconds()
            before, last = count, now
            elapsed = now.Sub(begin).Seconds()
            progress.show(
                elapsed / seconds,
                f"{elapsed:4.1f} s   {rate:>8,.0f} messages/s   "
                f"{NumGoroutine():,} goroutines",
            )
    swarm.stop.close()
    return time.Since(begin).Seconds()


def main() -> None:
    parser = argparse.ArgumentParser(description="Thousands of clients, one process.")
    parser.add_argument("-n", type=int, default=2000, help="clients (%(default)s)")
    parser.add_argument("--seconds", type=float, default=5, help="(%(default)s)")
    args = parser.parse_args()
    if args.n < 1 or args.seconds <= 0:
        parser.error("it takes a client and some time")
    allow_files(args.n)

    print(bold("goruntime") + f": an echo server, {args.n:,} clients, one process")
    progress = Progress()
    swarm = Swarm()
    memory, goroutines = resident(), NumGoroutine()
    begin = time.Now()
    connect(swarm, args.n, progress)
    connecting = time.Since(begin)
    memory, goroutines = resident() - memory, NumGoroutine() - goroutines

    took = talk(swarm, args.seconds, progress)
    os_threads = threads()
    progress.clear()
    swarm.clients.Wait()

    times = sorted(swarm.latencies)
    rate = len(times) / took
    print()
    row("messages a second", f"{rate:,.0f}", "there and back, each reply checked")
    row("latency, p50", milliseconds(times[len(times) // 2]), "all clients at once")
    row("latency, p99", milliseconds(times[len(times) * 99 // 100]))
    row("goroutines", f"{goroutines:,}", "one for each end of a connection")
    row(
        "memory per goroutine",
        f"{memory / goroutines / 1024:.1f} KiB",
        "with its connection and its buffers",
    )
    if os_threads is not None:
        row("threads", f"{os_threads}")
    row("connected in", f"{connecting.Seconds():.2f} s")


if __name__ == "__main__":
    try:
        run(main)
    except KeyboardInterrupt:
        print()
        sys.exit(130)
