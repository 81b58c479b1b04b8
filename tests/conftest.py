"""What every test is held to: no file descriptor and no thread left behind, no hang.

That each test runs as the main goroutine, and leaves no goroutine behind, is the work
of goruntime/pytest_plugin.py.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Generator
from typing import IO, TypeVar

import pytest

import goruntime
from goruntime.poll import splice_linux

T = TypeVar("T")

# What starts when, and on which thread, is part of many tests; those of several Ms
# say how many they want.
goruntime.GOMAXPROCS(1)
os.environ["GOMAXPROCS"] = "1"  # and for the programs that tests start

GRACE = 1.0  # seconds for what is being closed, or is ending, to be gone
HANG = 60.0  # seconds before a test counts as hanging
HANG_SLOW = 240.0  # the same for one that is marked slow

failed = pytest.StashKey[bool]()


def open_fds() -> set[tuple[int, str]]:
    """Return the open files, but for the runtime's own: epoll, eventfd, spare pipes.

    Nor is libffi's counted, which keeps itself open from ctypes' first callback on.
    """
    fds = set()
    spare = {fd for pipe in splice_linux.idle for fd in (pipe.r, pipe.w)}
    for name in os.listdir("/proc/self/fd"):
        if int(name) in spare:
            continue
        try:
            target = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue  # listdir's own
        if not target.startswith("anon_inode:") and "/libffi.so" not in target:
            fds.add((int(name), target))
    return fds


def running_threads() -> set[threading.Thread]:
    """Return the threads, but for the runtime's own.

    A Dummy is a thread that threading did not start and that looked at itself.
    """
    return {
        t
        for t in threading.enumerate()
        if not t.name.startswith(("goruntime", "Dummy-"))
    }


def left_over(look: Callable[[], set[T]], before: set[T]) -> set[T]:
    """Return what is there and was not before, once it had time to go."""
    deadline = time.monotonic() + GRACE
    while (left := look() - before) and time.monotonic() < deadline:
        time.sleep(0.001)
    return left


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[failed] = True
    return report


@pytest.fixture(autouse=True)
def nothing_left(request: pytest.FixtureRequest) -> Generator[None, None, None]:
    """Fail a test that leaves an open file or a running thread behind."""
    if not os.path.isdir("/proc/self/fd"):
        yield
        return
    fds, threads = open_fds(), running_threads()
    yield
    if request.node.stash.get(failed, False):
        return  # its traceback holds on to whatever was open
    if fds_left := left_over(open_fds, fds):
        names = ", ".join(f"{fd} ({name})" for fd, name in sorted(fds_left))
        pytest.fail(f"the test left open: {names}", pytrace=False)
    if threads_left := left_over(running_threads, threads):
        names = ", ".join(sorted(t.name for t in threads_left))
        pytest.fail(f"the test left running: {names}", pytrace=False)


def bark(test: str, out: IO[str]) -> None:
    """Say where the goroutines of a test that hangs are, and end the run.

    faulthandler_timeout has said where its threads are.  A run that says which test
    hangs is worth more than one that never ends.
    """
    try:
        dump = goruntime.Stack(all=True)
    except BaseException as err:
        dump = f"(no goroutine dump: {err!r})"
    print(f"\n\n{test} hangs\n\n{dump}\n\n{test} hangs", file=out, flush=True)
    os._exit(70)


stderr = pytest.StashKey[IO[str]]()


def pytest_configure(config: pytest.Config) -> None:
    # A copy of stderr: by the time it is needed pytest has turned stderr to a file.
    config.stash[stderr] = os.fdopen(os.dup(2), "w")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    # A signal, not a thread: beside a thread that could wake someone there is no
    # deadlock to report.
    out = item.config.stash[stderr]
    previous = signal.signal(signal.SIGALRM, lambda *_: bark(item.nodeid, out))
    slow = item.get_closest_marker("slow")
    signal.setitimer(signal.ITIMER_REAL, HANG_SLOW if slow else HANG)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
