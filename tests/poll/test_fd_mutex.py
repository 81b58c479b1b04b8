"""FDMutex, as data: who may use a descriptor, and who is the last."""

import threading

import pytest

from goruntime import Gosched, NumGoroutine, blocking, go
from goruntime.poll.fd_mutex import FDMutex


def take(mu: FDMutex) -> bool:
    return mu.lock(mu.rtoken, mu.rwait)


def give(mu: FDMutex) -> bool:
    mu.rtoken.append(True)
    if mu.rwait:
        mu.wakeone(mu.rwait)
    return mu.closing and mu.leave()


@pytest.mark.from_go("internal/poll/fd_mutex_test.go", "TestMutexLock")
def test_both_rights_can_be_taken_and_given_back() -> None:
    mu = FDMutex()
    assert mu.incref()
    assert not mu.decref()
    assert take(mu)
    assert not give(mu)
    assert mu.lock(mu.wtoken, mu.wwait)
    mu.wtoken.append(True)
    assert repr(mu) == "<FDMutex 0 refs>"


@pytest.mark.from_go("internal/poll/fd_mutex_test.go", "TestMutexClose")
def test_a_closed_one_refuses_everything() -> None:
    mu = FDMutex()
    assert mu.increfandclose()
    assert not mu.incref()
    assert not take(mu)
    assert not mu.lock(mu.wtoken, mu.wwait)
    assert not mu.increfandclose()
    assert mu.decref()  # the last one


@pytest.mark.from_go("internal/poll/fd_mutex_test.go", "TestMutexCloseUnblock")
def test_close_lets_everyone_who_waits_fail() -> None:
    mu = FDMutex()
    assert take(mu)
    results: list[bool] = []
    for _ in range(4):
        go(lambda: results.append(take(mu)))
    Gosched()
    assert len(mu.rwait) == 4
    assert mu.increfandclose()
    while NumGoroutine() > 1:
        Gosched()
    assert results == [False] * 4
    assert not mu.decref()  # the reader is still there
    assert give(mu)  # and is the last


def test_exactly_one_is_told_to_be_the_last() -> None:
    mu = FDMutex()
    assert take(mu)
    assert mu.incref()
    assert mu.increfandclose()
    told = [mu.decref(), mu.decref(), give(mu), mu.leave()]
    assert told == [False, False, True, False]


def test_who_waits_gets_the_right_in_turn() -> None:
    mu = FDMutex()
    order: list[int] = []

    def user(i: int) -> None:
        assert take(mu)
        order.append(i)
        Gosched()
        give(mu)

    for i in range(5):
        go(user, i)
    while NumGoroutine() > 1:
        Gosched()
    assert order == list(range(5))


@pytest.mark.from_go("internal/poll/fd_mutex_test.go", "TestMutexStress")
def test_threads_exclude_each_other_and_one_destroys() -> None:
    mu = FDMutex()
    shared = [0]
    destroyed: list[int] = []
    n = 300

    def user() -> None:
        for _ in range(n):
            if not take(mu):
                return
            before = shared[0]
            shared[0] = before + 1
            if give(mu):
                destroyed.append(1)
            if mu.incref() and mu.decref():
                destroyed.append(1)

    threads = [threading.Thread(target=user) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        blocking(t.join)
    assert shared[0] == 4 * n
    assert mu.increfandclose()
    if mu.decref():
        destroyed.append(1)
    assert destroyed == [1]


def test_close_races_with_readers_of_other_threads() -> None:
    for _ in range(30):
        mu = FDMutex()
        destroyed: list[int] = []

        def user(mu: FDMutex = mu, destroyed: list[int] = destroyed) -> None:
            while take(mu):
                if give(mu):
                    destroyed.append(1)

        threads = [threading.Thread(target=user) for _ in range(3)]
        for t in threads:
            t.start()
        assert mu.increfandclose()
        if mu.decref():
            destroyed.append(1)
        for t in threads:
            blocking(t.join)
        assert destroyed == [1]
