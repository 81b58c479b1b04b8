"""Tests as goroutines: the pytest plugin.  Go: package testing

A goroutine that panics would end the process.  Here it fails the test that is running,
marked or not, or whose fixtures are, with its report.

A test marked `goroutine`, or every test where the ini option `goruntime_main` is
true, runs as the main goroutine.  It also fails when it leaves a goroutine behind, and
then says what each goroutine was waiting for.  Fixtures run outside: what one opens
belongs to the thread, not to the test's program.

    @pytest.mark.goroutine              run this test as the main goroutine
    @pytest.mark.goroutine(leaks=True)  ... and let it leave goroutines behind
    @pytest.mark.plain                  not this one, whatever the ini option says
"""

import functools
import inspect
import time
from collections.abc import Callable, Generator

import pytest

import goruntime

STRAGGLERS = 1.0  # seconds a test's goroutines get to end in, once it has ended


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini option."""
    parser.addini(
        "goruntime_main",
        "run every test function as the main goroutine",
        type="bool",
        default=False,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, and look out for panics."""
    config.stash[found] = panics = Panics()
    config.pluginmanager.register(panics)
    for line in (
        "goroutine(leaks=False): run the test as the main goroutine",
        "plain: do not run the test as the main goroutine",
    ):
        config.addinivalue_line("markers", line)


def runs_as_goroutine(item: pytest.Item) -> bool:
    """Report whether the test is to run as the main goroutine."""
    if item.get_closest_marker("plain"):
        return False
    if item.get_closest_marker("goroutine"):
        return True
    return bool(item.config.getini("goruntime_main"))


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Call the test function through goruntime.run."""
    test = pyfuncitem.obj
    if not runs_as_goroutine(pyfuncitem) or inspect.iscoroutinefunction(test):
        return None
    names = inspect.signature(test).parameters
    args = {k: v for k, v in pyfuncitem.funcargs.items() if k in names}
    mark = pyfuncitem.get_closest_marker("goroutine")
    leaks = bool(mark and mark.kwargs.get("leaks"))
    panics = pyfuncitem.config.stash[found]
    program = Program(functools.partial(test, **args), leaks, panics)
    pyfuncitem.stash[programs] = program
    goruntime.run(program.main)
    return True


class Panics:
    """What has left goroutines, until a test fails for it."""

    def __init__(self) -> None:
        self.reports: list[str] = []
        self.hook = goruntime.set_panic_hook(self.panicked)

    def panicked(self, report: str, exc: BaseException) -> None:
        """Note a goroutine's panic, which then ends that goroutine alone."""
        self.reports.append(report)

    def run(self) -> Generator[None, object, object]:
        """Fail what runs meanwhile for what is found by its end."""
        try:
            result = yield
        except (KeyboardInterrupt, SystemExit, pytest.exit.Exception):
            raise
        except BaseException as err:
            # What the test then ran into, a deadlock mostly, is the panic's doing.
            if self.reports:
                raise pytest.fail.Exception(self.take(), pytrace=False) from err
            raise
        if self.reports:
            pytest.fail(self.take(), pytrace=False)
        return result

    def take(self) -> str:
        """Return what was found, and forget it."""
        taken, self.reports = self.reports, []
        return "\n".join(taken)

    pytest_runtest_setup = pytest.hookimpl(wrapper=True)(run)
    pytest_runtest_call = pytest.hookimpl(wrapper=True)(run)
    pytest_runtest_teardown = pytest.hookimpl(wrapper=True)(run)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Let the run fail for what was found when no test was running."""
        if self.reports:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        """Print it."""
        if self.reports:
            terminalreporter.section("Goroutines")
            terminalreporter.write(self.take())

    def pytest_unconfigure(self) -> None:
        """Bring back what ends the process."""
        goruntime.set_panic_hook(self.hook)


found = pytest.StashKey[Panics]()


class Program:
    """One test as a Go program, with what it leaves as a failure."""

    __slots__ = ("dump", "leaks", "panics", "test")

    def __init__(self, test: Callable[[], object], leaks: bool, panics: Panics) -> None:
        self.test = test
        self.leaks = leaks  # allowed
        self.panics = panics
        self.dump = ""

    def main(self) -> None:
        """The main goroutine.  When it returns the others stop where they are."""
        before = goruntime.NumGoroutine()
        try:
            self.test()
            if not self.leaks and not self.panics.reports:
                wait_for_stragglers(before)
                if (left := goruntime.NumGoroutine() - before) > 0:
                    pytest.fail(f"left running: {left} goroutine(s)", pytrace=False)
        except BaseException:
            if goruntime.NumGoroutine() > 1:  # of main the traceback says it all
                self.dump = goruntime.Stack(all=True)
            raise


programs = pytest.StashKey[Program]()


def wait_for_stragglers(before: int) -> None:
    """Give goroutines that are about to end the chance to."""
    for _ in range(200):  # every 61st asks the network, too
        if goruntime.NumGoroutine() <= before:
            return
        goruntime.Gosched()
    deadline = time.monotonic() + STRAGGLERS
    while goruntime.NumGoroutine() > before and time.monotonic() < deadline:
        time.sleep(0.001)  # for those that wait for another thread
        goruntime.Gosched()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the goroutine dump to the report of a failed test."""
    report = yield
    program = item.stash.get(programs, None)
    if report.when == "call" and report.failed and program and program.dump:
        report.sections.append(("Goroutines", program.dump))
    return report
