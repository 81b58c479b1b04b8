"""Calls off the M whose goroutine may be gone when they end."""

import threading
from collections.abc import Callable

import pytest

from goruntime import Gosched, run
from goruntime.poll import errand
from goruntime.poll.errand import Errand, away


class Interrupted(BaseException):
    pass


Call = Callable[[], None]


@pytest.fixture
def interrupting(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[Call], object]]:
    """Let blocking do what a test puts in the list, and be interrupted."""
    what: list[Callable[[Call], object]] = []

    def blocking(call: Call) -> None:
        what[0](call)
        raise Interrupted

    monkeypatch.setattr(errand, "blocking", blocking)
    return what


def test_it_returns_what_f_returns_or_raises() -> None:
    lost: list[object] = []
    assert away(lambda: 5, lost.append) == 5
    assert away(threading.get_ident, lost.append) != threading.get_ident()
    err = away(lambda: 1 / 0, lost.append)
    assert isinstance(err, ZeroDivisionError)
    assert not lost


def test_given_up_before_it_begins_it_never_does(
    interrupting: list[Callable[[Call], object]],
) -> None:
    calls: list[Call] = []
    interrupting.append(calls.append)
    lost: list[object] = []
    with pytest.raises(Interrupted):
        away(lambda: pytest.fail("called"), lost.append)
    assert lost == [None]
    calls[0]()
    assert lost == [None]


def test_given_up_under_way_its_thread_takes_the_result(
    interrupting: list[Callable[[Call], object]],
) -> None:
    begun, go_on, threads = threading.Event(), threading.Event(), []

    def start(call: Call) -> None:
        threads.append(threading.Thread(target=call))
        threads[0].start()
        begun.wait()

    def f() -> int:
        begun.set()
        go_on.wait()
        return 7

    interrupting.append(start)
    lost: list[object] = []
    with pytest.raises(Interrupted):
        away(f, lost.append)
    assert not lost
    go_on.set()
    threads[0].join()
    assert lost == [7]


def test_given_up_when_it_has_ended_the_goroutine_takes_the_result(
    interrupting: list[Callable[[Call], object]],
) -> None:
    interrupting.append(lambda call: call())
    lost: list[object] = []
    with pytest.raises(Interrupted):
        away(lambda: 7, lost.append)
    assert lost == [7]


def test_without_a_thread_it_never_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(call: Call) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(errand, "blocking", full)
    lost: list[object] = []
    with pytest.raises(RuntimeError, match="can't start new thread"):
        away(lambda: pytest.fail("called"), lost.append)
    assert lost == [None]


@pytest.mark.plain
def test_a_program_that_is_over_does_not_take_the_result() -> None:
    go_on, ended = threading.Event(), threading.Event()
    lost: list[object] = []

    def main() -> None:
        e = Errand(lambda: go_on.wait(10) and 7, take)
        thread.append(threading.Thread(target=e.run))
        thread[0].start()
        Gosched()

    def take(result: object) -> None:
        lost.append(result)
        ended.set()

    thread: list[threading.Thread] = []
    run(main)
    go_on.set()
    assert ended.wait(10)
    thread[0].join()
    assert lost == [7]
