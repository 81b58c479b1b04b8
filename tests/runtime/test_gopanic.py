"""What a report says of panics: one on top of another, and values hard to print."""

import gc
import re
from collections.abc import Callable
from typing import NoReturn

import pytest
from greenlet import GreenletExit

import goruntime
from goruntime import Goexit, Gosched, Panic, chan, errors, go, io, panic
from goruntime.gopanic import MISTAKES
from tests.waiting import outcome, until

from_go = pytest.mark.from_go


def report(f: Callable[[], object]) -> str:
    """Run f in a goroutine, which panics; return the report of that."""
    reports: list[str] = []
    previous = goruntime.set_panic_hook(lambda text, _: reports.append(text))
    try:
        go(f)
        until(lambda: reports)
    finally:
        goruntime.set_panic_hook(previous)
    return reports[0]


def head(f: Callable[[], object]) -> str:
    """Run f in a goroutine, which panics; return what is said before the stack."""
    return re.split(r"\n\ngoroutine \d+ \[running\]:\n", report(f))[0]


# --- one panic on top of another ----------------------------------------------


class Collects:
    """A value that lets go of all garbage when it is printed."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        gc.collect()
        return self.text


def deferred() -> None:
    try:
        panic(Collects("XXX"))
    finally:
        panic(Collects("YYY"))


def recovered() -> None:
    try:
        panic("first")
    except Panic:
        panic("second")


def recovered_within() -> None:
    try:
        panic("first")
    finally:
        try:
            panic("second")
        except Panic:
            pass


def recovered_before() -> None:
    try:
        panic("bad")
    except Panic:
        pass
    panic("again")


def same_value() -> None:
    value: object = "message"
    try:
        panic(value)
    finally:
        panic(value)


def repanicked() -> None:
    try:
        panic("message")
    except Panic as p:
        panic(p)


def repanicked_in_the_middle() -> None:
    try:
        try:
            recovered()
        except Panic as p:
            panic(p.value)
    except Panic:
        panic("outer")


def sandwich() -> None:
    outer: object = None
    try:
        try:
            panic("outer")
        except Panic as p:
            outer = p.value
            panic("inner")
    except Panic:
        panic(outer)


def after_goexit() -> None:
    try:
        Goexit()
    finally:
        panic("hello")


def an_error_in_the_way() -> None:
    try:
        panic("first")
    finally:
        try:
            raise KeyError("missing")
        except KeyError:
            panic("second\nline")


def an_exception_on_top() -> None:
    try:
        panic("first")
    finally:
        raise ValueError("second")


def an_error_that_was_handled() -> None:
    try:
        raise io.EOF
    except io.EOF:
        panic("too short")


def wrapped() -> None:
    try:
        panic("first")
    except Panic as p:
        raise ValueError("second") from p


def hidden() -> None:
    try:
        panic("first")
    except Panic:
        raise ValueError("second") from None


def in_a_circle() -> None:
    first, second = Panic("first"), Panic("second")
    first.__context__, second.__context__ = second, first
    raise second


@pytest.mark.parametrize(
    ("f", "texts"),
    [
        pytest.param(
            deferred,
            ["XXX", "YYY"],
            marks=from_go("runtime/crash_test.go", "TestDoublePanic"),
        ),
        pytest.param(
            recovered,
            ["first", "second"],
            marks=from_go("runtime/crash_test.go", "TestRecursivePanic4"),
        ),
        pytest.param(
            recovered_within,
            ["first"],
            marks=from_go("runtime/crash_test.go", "TestRecursivePanic3"),
        ),
        (recovered_before, ["again"]),
        pytest.param(
            same_value,
            ["message"],
            marks=from_go("runtime/crash_test.go", "TestDoublePanicWithSameValue"),
        ),
        pytest.param(
            repanicked,
            ["message"],
            marks=from_go("runtime/crash_test.go", "TestRepanickedPanic"),
        ),
        pytest.param(
            repanicked_in_the_middle,
            ["first", "second", "outer"],
            marks=from_go("runtime/crash_test.go", "TestRepanickedMiddlePanic"),
        ),
        pytest.param(
            sandwich,
            ["outer", "inner", "outer"],
            marks=from_go("runtime/crash_test.go", "TestRepanickedPanicSandwich"),
        ),
        pytest.param(
            after_goexit,
            ["hello"],
            marks=from_go("runtime/crash_test.go", "TestPanicAfterGoexit"),
        ),
        (an_error_in_the_way, ["first", "second\n\tline"]),
        (an_exception_on_top, ["first", "ValueError: second"]),
        (an_error_that_was_handled, ["too short"]),
        (wrapped, ["ValueError: second"]),
        (hidden, ["ValueError: second"]),
        (in_a_circle, ["first", "second"]),
    ],
)
def test_a_report_begins_with_every_panic_that_the_last_came_on_top_of(
    f: Callable[[], object], texts: list[str]
) -> None:
    assert head(f) == "\n\t".join(f"panic: {text}" for text in texts)


def outer() -> None:
    try:
        inner()
    finally:
        panic("third")


def inner() -> None:
    try:
        panic("first")
    finally:
        panic("second")


@from_go("runtime/crash_test.go", "TestPanicTraceback")
def test_the_traceback_has_the_functions_in_which_each_panic_came() -> None:
    text = report(outer)
    assert text.startswith("panic: first\n\tpanic: second\n\tpanic: third\n\n")
    where = re.findall(r"in (inner|outer|panic)\n", text)
    # Python's order: the oldest first, and each from the outside to the inside.
    assert where == ["inner", "panic", "outer", "inner", "panic", "outer", "panic"]


class Stringer:
    def String(self) -> str:
        return "stringer"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("boom", "boom"),
        (42, "42"),
        (1.5, "1.5"),
        (True, "true"),
        (None, "runtime error: panic called with nil argument"),
        (errors.New("no luck"), "no luck"),
        (io.EOF, "EOF"),
        (io.EOF(), "EOF"),
        (Stringer(), "stringer"),
        (ValueError("x"), "ValueError: x"),
    ],
)
def test_what_is_panicked_with_is_the_panics_value_and_text(
    value: object, text: str
) -> None:
    with pytest.raises(Panic) as info:
        panic(value)
    assert info.value.value is value
    assert str(info.value) == text
    assert head(lambda: panic(value)) == f"panic: {text}"


def test_the_panic_of_an_error_that_was_raised_says_where() -> None:
    def fails() -> None:
        raise ValueError("x")

    def f() -> None:
        try:
            fails()
        except ValueError as err:
            failed = err
        panic(failed)

    text = report(f)
    assert text.startswith("panic: ValueError: x\n\n")
    assert "in fails\n" in text


# --- recover --------------------------------------------------------------------


@from_go("runtime/crash_test.go", "TestRecursivePanic")
def test_a_panic_that_wraps_another_is_recovered_further_out() -> None:
    said: list[str] = []

    def f() -> None:
        try:
            try:
                panic("bad")
            except Panic as p:
                panic(f"wrap: {p}")
        except Panic as p:
            said.append(str(p))
        panic("again")

    assert head(f) == "panic: again"
    assert said == ["wrap: bad"]


@from_go("runtime/crash_test.go", "TestRecursivePanic2")
@from_go("runtime/crash_test.go", "TestRecursivePanic5")
def test_a_recovered_panic_and_one_that_a_finally_block_raises_are_two() -> None:
    said: list[str] = []

    def two() -> NoReturn:
        try:
            try:
                panic("first")
            except Panic as p:
                said.append(str(p))
        finally:
            panic("second")

    def one() -> None:
        try:
            two()
        except Panic as p:
            said.append(str(p))
        finally:
            said.append("left")

    def f() -> None:
        one()
        panic("third")

    assert head(f) == "panic: third"
    assert said == ["first", "second", "left"]


@from_go("runtime/crash_test.go", "TestRuntimePanicWithRuntimeError")
@pytest.mark.parametrize(
    "mistake",
    [
        "nil[1234] = True",
        "closed.close()",
        "closed.send(None)",
        "[0, 0][2]",
        "chan(-1)",
        "nil.close()",
        "1 // 0",
    ],
)
def test_a_mistake_of_the_programs_is_told_from_an_error_of_the_world(
    mistake: str,
) -> None:
    closed = chan[None]()
    closed.close()
    names = {"nil": None, "closed": closed, "chan": chan}
    assert isinstance(outcome(lambda: exec(mistake, names)), MISTAKES)


# --- values that are hard to print ------------------------------------------------


class Unprintable(Exception):
    """An error, in Go's sense too, whose text cannot be had."""

    def __init__(self, why: BaseException) -> None:
        super().__init__()
        self.why = why

    def Error(self) -> str:
        raise self.why

    __str__ = Error


class UnprintableValue:
    """A value, which is no error, whose text cannot be had."""

    def __init__(self, why: BaseException) -> None:
        self.why = why

    def __str__(self) -> str:
        raise self.why


class Endless(errors.error):
    """An error whose text would be its own."""

    def Error(self) -> str:
        return self.Error()

    __str__ = Error


def circle() -> BaseException:
    one = Unprintable(ValueError())
    one.why = Unprintable(one)
    return one


@from_go("runtime/crash_test.go", "TestPanicWhilePanicking")
@from_go("runtime/crash_test.go", "TestPanicLoop")
@pytest.mark.parametrize(
    ("value", "why"),
    [
        (Unprintable(Panic("two\nlines")), r"two\n\tlines"),
        (UnprintableValue(Panic("two\nlines")), r"two\n\tlines"),
        (UnprintableValue(ValueError("two\nlines")), r"ValueError: two\n\tlines"),
        (Unprintable(Unprintable(ValueError())), r".*Unprintable: <exception str.*>"),
        (UnprintableValue(Panic(UnprintableValue(ValueError()))), r".*Panic: <exc.*>"),
        (circle(), r".*Unprintable: <exception str\(\) failed>"),
        (Endless(""), r"RecursionError: maximum recursion depth exceeded.*"),
        # What would end the goroutine, or the program, is no more than a text.
        (Unprintable(SystemExit(5)), r"SystemExit: 5"),
        (Unprintable(GreenletExit()), r"greenlet.GreenletExit"),
        (Unprintable(goruntime.FatalError("no")), r".*FatalError: no"),
    ],
)
def test_a_panic_whose_value_cannot_be_printed_is_fatal_and_says_why(
    value: object, why: str
) -> None:
    text = head(lambda: panic(value))
    assert re.fullmatch(f"fatal error: panic while printing panic value: {why}", text)


def test_goexit_while_a_value_is_printed_does_not_save_the_program() -> None:
    class Exits:
        def __str__(self) -> str:
            Goexit()
            return ""

    text = head(lambda: panic(Exits()))
    assert text.startswith("fatal error: panic while printing panic value: ")


@from_go("runtime/crash_test.go", "TestPanicDeadlockGosched")
def test_to_print_a_value_may_let_others_run() -> None:
    class Yields(errors.error):
        def Error(self) -> str:
            Gosched()
            return "yielded"

        __str__ = Error

    assert head(lambda: panic(Yields(""))) == "panic: yielded"
