"""The Unix-stream echo server in goruntime: a goroutine for each connection."""

import os

import net
from benchmarks.rivals.echo_goruntime import echo
from benchmarks.rivals.parent import announce
from goruntime import go, run


def main() -> None:
    ln = net.Listen("unix", f"@goruntime-bench-{os.getpid()}")
    announce(os.getpid())
    for conn in ln:
        go(echo, conn)


if __name__ == "__main__":
    run(main)
