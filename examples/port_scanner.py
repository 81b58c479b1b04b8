"""A port scanner: a pool of goroutines that takes ports from one channel.

Two channels and a fixed number of workers: that is how many connections are tried at a
time, however many ports there are.

    python examples/port_scanner.py localhost --ports 1-10000
"""

import argparse
import sys
from contextlib import suppress

import net
from goruntime import RecvChan, SendChan, chan, go, run, sync, time


def work(
    host: str, timeout: time.Duration, ports: RecvChan[int], found: SendChan[int]
) -> None:
    for port in ports:  # until the channel is closed, and empty
        try:
            net.DialTimeout("tcp", net.JoinHostPort(host, str(port)), timeout).Close()
        except net.OpError:
            continue  # refused, or no answer in time
        found.send(port)


def scan(
    host: str, ports: range, workers: int, timeout: time.Duration
) -> RecvChan[int]:
    """Return a channel of the open ports, which is closed after the last."""
    todo, found = chan[int](), chan[int]()
    wg = sync.WaitGroup()
    for _ in range(min(workers, len(ports))):
        wg.Go(work, host, timeout, todo, found)

    def feed() -> None:
        for port in ports:
            todo.send(port)
        todo.close()
        wg.Wait()
        found.close()

    go(feed)
    return found


def port_range(text: str) -> range:
    first, _, last = text.partition("-")
    ports = range(int(first), int(last or first) + 1)
    if not ports or ports[0] < 1 or ports[-1] > 65535:
        raise ValueError
    return ports


def main() -> None:
    parser = argparse.ArgumentParser(description="Find the open ports of a host.")
    parser.add_argument("host", nargs="?", default="127.0.0.1")
    parser.add_argument("--ports", type=port_range, default="1-1024", metavar="A-B")
    parser.add_argument("--workers", type=int, default=100, help="(%(default)s)")
    parser.add_argument("--timeout", type=float, default=0.5, help="(%(default)s s)")
    args = parser.parse_args()
    if args.workers < 1:
        parser.error("it takes at least one worker")

    try:
        host = net.LookupHost(args.host)[0]  # once, not once for each port
    except net.DNSError as err:
        sys.exit(f"port_scanner: {err}")
    begin = time.Now()
    n = 0
    for port in scan(host, args.ports, args.workers, time.Second * args.timeout):
        n += 1
        print(f"{port:5} open", flush=True)
    took = time.Since(begin).Round(time.Millisecond)
    print(f"{n} of {len(args.ports)} ports of {host} are open ({took})")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main)
