"""Disk usage: all files below some directories, counted by many goroutines.

Each directory has a goroutine, and some of them at a time read: the system's calls
block their thread, so they are made on spare ones.  With -v the count is shown while it
grows.  Without, there is no ticker, and the select has a channel that is None: never
ready, as a nil channel in Go.

    python examples/du.py -v ~
"""

import argparse
import os
import sys
from contextlib import suppress

from goruntime import blocking, chan, go, recv, run, select, sync, time

READING = 20  # directories at a time


def read(directory: str) -> tuple[list[str], list[int]]:
    """Return what directories are in this one, and the sizes of its files."""
    directories: list[str] = []
    sizes: list[int] = []
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                directories.append(entry.path)
            elif entry.is_file(follow_symlinks=False):
                with suppress(FileNotFoundError):  # it may have gone meanwhile
                    sizes.append(entry.stat(follow_symlinks=False).st_size)
    return directories, sizes


class Walk:
    """A walk through directories, and what it finds."""

    def __init__(self, roots: list[str]) -> None:
        self.sizes = chan[int]()  # of all files; closed at the end
        self._tokens = chan[None](READING)
        self._walking = sync.WaitGroup()
        for root in roots:
            self._walking.Go(self._enter, root)
        go(self._close)

    def _enter(self, directory: str) -> None:
        self._tokens.send(None)
        try:
            directories, sizes = blocking(read, directory)
        except OSError as err:
            print("du:", err, file=sys.stderr)
            return
        finally:
            self._tokens.recv()
        for path in directories:
            self._walking.Go(self._enter, path)
        for size in sizes:
            self.sizes.send(size)

    def _close(self) -> None:
        self._walking.Wait()
        self.sizes.close()


def show(files: int, total: int) -> None:
    print(f"{files:,} files, {total:,} bytes", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Add up the sizes of files.")
    parser.add_argument("roots", nargs="*", default=["."], metavar="directory")
    parser.add_argument("-v", "--verbose", action="store_true", help="show progress")
    parser.add_argument("--every", type=float, default=0.5, help="(%(default)s s)")
    args = parser.parse_args()

    tick = time.Tick(args.every) if args.verbose else None
    walk = Walk(args.roots)
    files = total = 0
    while True:
        match select(recv(walk.sizes), recv(tick)):
            case 0, _, False:  # closed
                break
            case 0, size, _:
                files += 1
                total += size
            case _:
                show(files, total)
    show(files, total)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main)
