"""The pytest plugin: what it makes of tests in a run of its own."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.plain

Outcome = tuple[int, str]


@pytest.fixture
def outcome(tmp_path: Path) -> Callable[[str], Outcome]:
    """Return what runs pytest on a program of tests: its status, and what it says."""

    def run(program: str) -> Outcome:
        file = tmp_path / "test_it.py"
        prelude = "import pytest\nfrom goruntime import Gosched, chan, go, panic\n"
        file.write_text(prelude + textwrap.dedent(program))
        options = ["-p", "goruntime.pytest_plugin", "-p", "no:cacheprovider"]
        options += ["-c", os.devnull, "--rootdir", str(tmp_path), "-rA"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, str(file)],
            capture_output=True,
            text=True,
            env={**os.environ, "COLUMNS": "200"},
        )
        assert not done.stderr
        return done.returncode, done.stdout

    return run


@pytest.mark.parametrize("mark", ["", "@pytest.mark.goroutine", "@pytest.mark.plain"])
def test_a_panic_in_a_goroutine_fails_the_test_that_is_running(
    outcome: Callable[[str], Outcome], mark: str
) -> None:
    status, says = outcome(
        f"""
        {mark}
        def test_panics():
            go(panic, "oh no")
            Gosched()

        def test_goes_on():
            Gosched()
        """
    )
    assert status == 1
    assert "1 failed, 1 passed" in says
    assert "test_it.py::test_panics - Failed: panic: oh no" in says
    assert "created by" in says


def test_a_test_that_waits_for_what_panicked_says_so_and_not_that_it_waits(
    outcome: Callable[[str], Outcome],
) -> None:
    status, says = outcome(
        """
        def test_waits():
            ch = chan()
            go(lambda: ch.send(1 // 0))
            ch.recv()
        """
    )
    assert status == 1
    assert "test_it.py::test_waits - Failed: panic: ZeroDivisionError" in says


def test_a_panic_during_a_fixture_is_an_error_of_its_test(
    outcome: Callable[[str], Outcome],
) -> None:
    status, says = outcome(
        """
        @pytest.fixture
        def before():
            go(panic, "too early")
            Gosched()

        @pytest.fixture
        def after():
            yield
            go(panic, "too late")
            Gosched()

        def test_with_one(before):
            pass

        def test_with_another(after):
            pass
        """
    )
    assert status == 1
    assert "1 passed, 2 errors" in says
    assert "test_it.py::test_with_one - Failed: panic: too early" in says
    assert "test_it.py::test_with_another - Failed: panic: too late" in says


def test_a_panic_while_no_test_is_running_fails_the_run(
    outcome: Callable[[str], Outcome],
) -> None:
    status, says = outcome(
        """
        go(panic, "who imports me?")
        Gosched()
        """
    )
    assert status == 1
    assert "panic: who imports me?" in says


def test_a_goroutine_that_is_left_fails_a_marked_test(
    outcome: Callable[[str], Outcome],
) -> None:
    status, says = outcome(
        """
        @pytest.mark.goroutine
        def test_leaves():
            go(chan().recv)
            Gosched()

        @pytest.mark.goroutine(leaks=True)
        def test_may_leave():
            go(chan().recv)
            Gosched()

        def test_of_no_mark():
            go(chan().recv)
            Gosched()
        """
    )
    assert status == 1
    assert "1 failed, 2 passed" in says
    assert "test_it.py::test_leaves - Failed: left running: 1 goroutine" in says
    assert "[chan receive]" in says
