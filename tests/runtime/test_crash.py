"""How programs end: each is run for real, and judged by status and stderr."""

import os
import re
import signal
import subprocess
import sys
from functools import partial

import pytest

from tests import subprogram

pytestmark = pytest.mark.plain

PRELUDE = """
import os, signal, sys, threading
import goruntime
from goruntime import *
from goruntime import chan, go, run, select, recv, send, default, time
"""


start = partial(subprogram.started, PRELUDE)
run_program = partial(subprogram.result, PRELUDE)


def test_a_program_ends_quietly_when_main_returns() -> None:
    assert run_program(
        """
        def main():
            def other():
                try:
                    chan().recv()
                finally:
                    print("finally of a goroutine that was left")
            for _ in range(100): go(other)
            Gosched()
            print("main done")
        run(main)
        """
    ) == (0, "main done\n", "")


def test_a_script_without_run_ends_quietly_too() -> None:
    assert run_program(
        """
        def other():
            try:
                chan().recv()
            finally:
                print("finally of a goroutine that was left")
        for _ in range(100): go(other)
        Gosched()
        print("done")
        """
    ) == (0, "done\n", "")


@pytest.mark.from_go("runtime/crash_test.go", "TestMainGoroutineID")
def test_an_exception_that_leaves_main_is_reported_as_a_panic() -> None:
    status, out, err = run_program(
        """
        def main():
            print("before")
            raise ValueError("boom")
        run(main)
        """
    )
    assert (status, out) == (2, "before\n")
    assert err.startswith("panic: ValueError: boom\n\ngoroutine 1 [running]:\n")
    assert "Traceback (most recent call last):" in err


def test_an_exception_that_leaves_a_goroutine_ends_the_program() -> None:
    status, out, err = run_program(
        """
        def worker():
            print("deferred", flush=False)
            {}["missing"]
        def serve():
            go(worker)
            chan().recv()
        def main():
            go(serve)
            time.Sleep(10)
        run(main)
        """
    )
    assert (status, out) == (2, "deferred\n")
    assert re.match(r"panic: KeyError: 'missing'\n\ngoroutine \d+ \[running\]:\n", err)
    assert re.search(r"created by main\.serve in goroutine \d+\n\t", err)
    assert "goruntime/proc.py" not in err


def test_a_panic_prints_its_value_as_go_does() -> None:
    for value, text in (
        ('"boom"', "panic: boom"),
        ("42", "panic: 42"),
        ("None", "panic: runtime error: panic called with nil argument"),
        ('"a\\nb"', "panic: a\n\tb"),
    ):
        status, _, err = run_program(f"run(lambda: panic({value}))")
        assert status == 2
        assert err.startswith(text + "\n\ngoroutine 1 [running]:")


def test_an_error_that_is_panicked_with_prints_its_text_alone() -> None:
    for value, text in (
        ('errors.New("boom")', "panic: boom"),
        ('errors.Join(errors.New("a"), io.EOF)', "panic: a\n\tEOF"),
        ("io.ErrUnexpectedEOF()", "panic: unexpected EOF"),
    ):
        program = f"from goruntime import errors, io\nrun(lambda: panic({value}))"
        status, _, err = run_program(program)
        assert status == 2
        assert err.startswith(text + "\n\ngoroutine 1 [running]:")


@pytest.mark.from_go("runtime/crash_test.go", "TestPanicDeadlockSyscall")
def test_what_a_value_prints_while_it_is_printed_comes_before_the_report() -> None:
    status, out, err = run_program(
        """
        class Prints:
            def __str__(self):
                print("1")
                print("2")
                return "3"
        sys.stdout = sys.stderr
        run(lambda: panic(Prints()))
        """
    )
    assert (status, out) == (2, "")
    assert re.match(r"(1\n2\n)+panic: 3\n\ngoroutine 1 \[running\]:\n", err)


@pytest.mark.from_go("runtime/crash_test.go", "TestPanicRace")
@pytest.mark.parametrize("procs", [1, 4])
def test_main_does_not_return_before_the_report_of_another_goroutines_panic(
    procs: int,
) -> None:
    status, _, err = run_program(
        f"""
        from goruntime import sync
        once, wg = sync.Once(), sync.WaitGroup()
        class Crash:
            def __str__(self):
                once.Do(wg.Done)
                while "goroutine 1 [panicwait]" not in Stack(all=True): Gosched()
                return "crash"
        def crashes():
            panic(Crash())
        def main():
            GOMAXPROCS({procs})
            wg.Add(1)
            go(crashes)
            wg.Wait()
        run(main)
        """
    )
    assert status == 2
    assert re.match(r"panic: crash\n\ngoroutine \d+ \[running\]:\n", err)
    assert ", in crashes\n" in err
    assert re.search(r"\ncreated by main\.main in goroutine 1\n\t.*\n\Z", err)


def test_main_that_waits_for_a_report_can_be_interrupted() -> None:
    status, out, err = interrupted(
        """
        class Endless:
            def __str__(self):
                while "goroutine 1 [panicwait]" not in Stack(all=True): Gosched()
                print("ready", flush=True)
                chan().recv()
        def main():
            go(panic, Endless())
            go(time.Sleep, 30)
            Gosched()
        run(main)
        """
    )
    assert (status, out) == (-signal.SIGINT, "")
    assert err.endswith("\nKeyboardInterrupt\n")


@pytest.mark.from_go("runtime/crash_test.go", "TestStackOverflow")
def test_a_goroutine_that_calls_itself_without_end_is_a_panic_with_a_short_report() -> (
    None
):
    status, _, err = run_program(
        """
        def deeper(n):
            return deeper(n + 1)
        def main():
            go(deeper, 0)
            chan().recv()
        run(main)
        """
    )
    assert status == 2
    assert err.startswith("panic: RecursionError: maximum recursion depth exceeded\n\n")
    assert len(err.splitlines()) < 40
    assert "created by main.main in goroutine 1\n" in err


@pytest.mark.from_go("runtime/crash_test.go", "TestGoNil")
def test_go_of_none_is_fatal_whatever_the_program_catches() -> None:
    status, _, err = run_program(
        """
        def main():
            try:
                go(None)
            except Exception:
                print("not reached")
            select()
        run(main)
        """
    )
    assert status == 2
    assert err.startswith("fatal error: go of nil func value\n\ngoroutine 1 [running]")


def test_a_panic_that_main_catches_is_no_end() -> None:
    assert run_program(
        """
        def main():
            c = chan()
            c.close()
            try:
                c.close()
            except Panic as p:
                print("recovered", p)
        run(main)
        """
    ) == (0, "recovered close of closed channel\n", "")


def test_an_exception_caught_outside_run_is_no_end() -> None:
    assert run_program(
        """
        try:
            run(lambda: 1 // 0)
        except ZeroDivisionError:
            print("caught")
        """
    ) == (0, "caught\n", "")


@pytest.mark.from_go("runtime/crash_test.go", "TestSimpleDeadlock")
@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("chan().recv()", "chan receive"),
        ("chan().send(1)", "chan send"),
        ("select()", "select (no cases)"),
        ("select(recv(chan()), recv(chan()))", "select"),
        ("select(recv(None))", "chan receive (nil chan)"),
        ("select(send(None, 1))", "chan send (nil chan)"),
    ],
)
def test_a_deadlock_is_reported_with_what_everyone_waits_for(
    block: str, reason: str
) -> None:
    status, _, err = run_program(
        f"""
        def main():
            go(lambda: chan().send(1))
            Gosched()
            {block}
        run(main)
        """
    )
    assert status == 2
    assert err.startswith(
        "fatal error: all goroutines are asleep - deadlock!\n\n"
        f"goroutine 1 [{reason}]:\n"
    )
    assert "main.main(...)" in err
    assert (
        re.search(r"goroutine \d+ \[chan send\]:\nmain", err) or reason == "chan send"
    )


@pytest.mark.from_go("runtime/crash_test.go", "TestInitDeadlock")
def test_a_deadlock_without_run_is_reported_too() -> None:
    status, _, err = run_program("chan().recv()")
    assert status == 2
    assert err.startswith("fatal error: all goroutines are asleep - deadlock!\n\n")


@pytest.mark.from_go("runtime/crash_test.go", "TestLockedDeadlock")
@pytest.mark.from_go("runtime/crash_test.go", "TestLockedDeadlock2")
@pytest.mark.parametrize("procs", [1, 4])
@pytest.mark.parametrize("locked", ["main", "other", "main other"])
def test_a_deadlock_of_goroutines_that_keep_their_threads_is_reported(
    locked: str, procs: int
) -> None:
    status, _, err = run_program(
        f"""
        def other(ready):
            if "other" in {locked!r}: LockOSThread()
            ready.send(None)
            select()
        def main():
            GOMAXPROCS({procs})
            if "main" in {locked!r}: LockOSThread()
            ready = chan()
            go(other, ready)
            ready.recv()
            select()
        run(main)
        """
    )
    assert status == 2
    assert err.startswith("fatal error: all goroutines are asleep - deadlock!\n\n")
    assert err.count("[select (no cases)]:") == 2


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("chan().recv()", "DeadlockError: all goroutines are asleep - deadlock!"),
        ("run(lambda: 1 / 0)", "ZeroDivisionError: division by zero"),
    ],
)
def test_at_a_prompt_only_the_statement_fails(statement: str, error: str) -> None:
    done = subprocess.run(
        [sys.executable, "-i", "-c", "from goruntime import *"],
        input=f"{statement}\nprint('alive')\n",
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.returncode, done.stdout) == (0, "alive\n")
    assert error in done.stderr
    assert "goroutine 1" not in done.stderr


def test_a_deadlock_error_can_be_caught_by_main_and_the_program_goes_on() -> None:
    assert run_program(
        """
        def main():
            c = chan()
            try:
                c.recv()
            except DeadlockError as e:
                print(e)
            assert not c.recvq
            go(c.send, 5)
            print(c.recv())
        run(main)
        """
    ) == (0, "all goroutines are asleep - deadlock!\n5\n", "")


def test_a_deadlock_is_seen_after_the_last_thread_that_could_have_helped() -> None:
    assert run_program(
        """
        def main():
            thread = threading.Thread(target=lambda: sys.stdin.read())
            thread.start()
            print("waiting", flush=True)
            try:
                chan().recv()
            except DeadlockError as e:
                print(e, thread.is_alive())
        run(main)
        """
    ) == (0, "waiting\nall goroutines are asleep - deadlock! False\n", "")


def test_a_deadlock_is_seen_beside_a_thread_that_an_earlier_program_left() -> None:
    assert run_program(
        """
        begun = threading.Event()
        def stuck():
            begun.set()
            threading.Event().wait()
        def first():
            go(stuck)
            begun.wait()
        def second():
            try:
                chan().recv()
            except DeadlockError as e:
                print(e)
        run(first)
        run(second)
        """
    ) == (0, "all goroutines are asleep - deadlock!\n", "")


def test_a_timer_or_a_thread_that_may_still_come_is_no_deadlock() -> None:
    assert run_program(
        """
        def main():
            done = chan()
            time.AfterFunc(0.05, done.close)
            done.recv()
            done = chan()
            ready = threading.Event()
            def thread():
                ready.wait()
                done.close()
            threading.Thread(target=thread).start()
            go(ready.set)
            done.recv()
            assert blocking(lambda: 5) == 5
            print("fine")
        run(main)
        """
    ) == (0, "fine\n", "")


def test_threads_that_wait_in_us_are_part_of_a_deadlock() -> None:
    status, _, err = run_program(
        """
        def main():
            c = chan()
            t = threading.Thread(target=c.recv, daemon=True)
            t.start()
            chan().recv()
        run(main)
        """
    )
    assert status == 2
    assert "all goroutines are asleep - deadlock!" in err


def test_an_open_listener_that_nobody_waits_on_does_not_hide_a_deadlock() -> None:
    status, _, err = run_program(
        """
        import net
        def main():
            ln = net.Listen("tcp", "127.0.0.1:0")
            chan().recv()
        run(main)
        """
    )
    assert status == 2
    assert "deadlock!" in err


@pytest.mark.from_go("runtime/crash_test.go", "TestNetpollDeadlock")
def test_a_program_may_use_the_network_before_it_runs() -> None:
    assert run_program(
        """
        import net
        ln = net.Listen("tcp", "127.0.0.1:0")
        conn = net.Dial("tcp", ln.Addr().String())
        conn.Close()
        ln.Close()
        try:
            net.Dial("tcp", ln.Addr().String())
        except ConnectionRefusedError:
            print("refused")
        run(lambda: print("done"))
        """
    ) == (0, "refused\ndone\n", "")


def test_a_goroutine_in_io_wait_is_no_deadlock() -> None:
    with start(
        """
        import net
        def main():
            ln = net.Listen("tcp", "127.0.0.1:0")
            go(ln.Accept)
            time.AfterFunc(0.05, lambda: print("alive", flush=True))
            chan().recv()
        run(main)
        """
    ) as p:
        assert p.stdout is not None
        assert p.stdout.readline() == "alive\n"
        with pytest.raises(subprocess.TimeoutExpired):
            p.wait(0.2)


@pytest.mark.from_go("runtime/crash_test.go", "TestGoexitDeadlock")
@pytest.mark.from_go("runtime/crash_test.go", "TestGoexitCrash")
def test_goexit_of_main_lets_the_others_finish() -> None:
    status, out, err = run_program(
        """
        def main():
            go(lambda: (time.Sleep(0.01), print("other done")))
            Goexit()
        run(main)
        """
    )
    assert (status, out) == (2, "other done\n")
    assert err.startswith(
        "fatal error: no goroutines (main called runtime.Goexit) - deadlock!"
    )


def test_goexit_of_main_and_a_deadlock_of_the_rest() -> None:
    status, _, err = run_program(
        """
        def main():
            go(lambda: chan().recv())
            Goexit()
        run(main)
        """
    )
    assert status == 2
    assert err.startswith("fatal error: all goroutines are asleep - deadlock!")
    assert "[chan receive]:" in err


@pytest.mark.from_go("runtime/crash_test.go", "TestGoexitInPanic")
def test_goexit_while_a_panic_is_on_its_way_takes_its_place() -> None:
    status, _, err = run_program(
        """
        def f():
            try:
                panic("hello")
            finally:
                Goexit()
        def main():
            go(f)
            Goexit()
        run(main)
        """
    )
    no_goroutines = "no goroutines (main called runtime.Goexit) - deadlock!"
    assert (status, err) == (2, f"fatal error: {no_goroutines}\n")


@pytest.mark.from_go("runtime/crash_test.go", "TestRecoveredPanicAfterGoexit")
def test_goexit_goes_on_after_a_panic_that_its_finally_block_recovers() -> None:
    status, out, err = run_program(
        """
        def main():
            try:
                Goexit()
            finally:
                try:
                    panic("hello")
                except Panic as p:
                    print("recovered", p)
            print("not reached")
        run(main)
        """
    )
    assert (status, out) == (2, "recovered hello\n")
    assert err.startswith("fatal error: no goroutines (main called runtime.Goexit)")


def test_system_exit_in_a_goroutine_ends_the_program_with_its_status() -> None:
    for code, status, err in (("7", 7, ""), ("", 0, ""), ('"bye"', 1, "bye\n")):
        got = run_program(
            f"""
            def main():
                print("out")
                go(lambda: sys.exit({code}))
                chan().recv()
            run(main)
            """
        )
        assert got == (status, "out\n", err)


def test_system_exit_in_main_is_pythons_own() -> None:
    assert run_program("run(lambda: sys.exit(3))")[0] == 3


def test_greenlet_exit_in_a_goroutine_is_goexit() -> None:
    assert run_program(
        """
        import greenlet
        def f():
            raise greenlet.GreenletExit
        def main():
            go(f)
            Gosched()
            print(NumGoroutine())
        run(main)
        """
    ) == (0, "1\n", "")


def test_an_exception_that_cannot_be_printed_is_still_a_panic() -> None:
    status, _, err = run_program(
        """
        class Bad(Exception):
            def __str__(self): raise RuntimeError("no")
        def f(): raise Bad
        def main():
            go(f)
            chan().recv()
        run(main)
        """
    )
    assert status == 2
    assert err.startswith("panic: ")


# --- signals ------------------------------------------------------------------


def interrupted(program: str, sig: int = signal.SIGINT) -> tuple[int, str, str]:
    """Run program until it says that it is ready, and send it a signal."""
    with start(program) as p:
        assert p.stdout is not None
        assert p.stdout.readline() == "ready\n"
        os.kill(p.pid, sig)
        out, err = p.communicate(timeout=30)
        return p.returncode, out, err


@pytest.mark.parametrize(
    "wait",
    [
        "chan().recv()",
        "chan().send(1)",
        "select(recv(chan()), recv(chan()))",
        "time.Sleep(20)",
        "net.Listen('tcp', '127.0.0.1:0').Accept()",
        "blocking(threading.Event().wait, 20)",
    ],
)
def test_ctrl_c_reaches_main_wherever_it_waits(wait: str) -> None:
    status, out, _ = interrupted(
        f"""
        import net
        def other():
            time.Sleep(30)
        def main():
            go(other)
            Gosched()
            time.AfterFunc(0, lambda: print("ready", flush=True))
            try:
                {wait}
            except KeyboardInterrupt:
                print("main got it", flush=True)
                os._exit(0)
        run(main)
        """
    )
    assert (status, out) == (0, "main got it\n")


def test_ctrl_c_leaves_no_trace_in_the_channel() -> None:
    status, out, err = interrupted(
        """
        def main():
            a, b = chan(), chan()
            go(lambda: time.Sleep(30))
            try:
                print("ready", flush=True)
                select(recv(a), send(b, 1))
            except KeyboardInterrupt:
                pass
            print(len(a.recvq), len(b.sendq))
            go(a.send, 3)
            print(a.recv())
        run(main)
        """
    )
    assert (status, out, err) == (0, "0 0\n3\n", "")


def test_ctrl_c_does_not_hit_another_goroutine() -> None:
    status, out, _ = interrupted(
        """
        def spin():
            print("ready", flush=True)
            try:
                while True:
                    Gosched()
            except KeyboardInterrupt:
                print("the wrong one", flush=True)
        def main():
            go(spin)
            try:
                chan().recv()
            except KeyboardInterrupt:
                print("main", flush=True)
        run(main)
        """
    )
    assert (status, out) == (0, "main\n")


def test_ctrl_c_reaches_main_that_computes() -> None:
    status, out, _ = interrupted(
        """
        def main():
            try:
                print("ready", flush=True)
                while True:
                    pass
            except KeyboardInterrupt:
                print("main")
        run(main)
        """
    )
    assert (status, out) == (0, "main\n")


def test_ctrl_c_reaches_main_that_never_waits_in_the_runtime() -> None:
    status, out, _ = interrupted(
        """
        def main():
            c = chan(1)
            try:
                print("ready", flush=True)
                while True:
                    c.send(1)
                    c.recv()
            except KeyboardInterrupt:
                print("main")
        run(main)
        """
    )
    assert (status, out) == (0, "main\n")


def test_ctrl_c_that_nobody_catches_is_pythons_own_end() -> None:
    status, _, err = interrupted(
        """
        def main():
            print("ready", flush=True)
            time.Sleep(20)
        run(main)
        """
    )
    assert status == -signal.SIGINT  # so that a shell ends its loop, too
    assert err.startswith("Traceback (most recent call last):\n")
    assert err.endswith("\nKeyboardInterrupt\n")


def test_goroutines_parked_everywhere_are_silent_when_ctrl_c_ends_the_program() -> None:
    status, out, err = interrupted(
        """
        import net
        from goruntime import context, sync
        from goruntime import os as gos
        def tell(f, *args):
            try:
                f(*args)
            except BaseException as exc:
                print("told", repr(exc), file=sys.stderr, flush=True)
            finally:
                print("finally", file=sys.stderr, flush=True)
        def main():
            mu, wg, cond = sync.Mutex(), sync.WaitGroup(), sync.Cond(sync.Mutex())
            mu.Lock(); wg.Add(1); cond.L.Lock()
            ctx, cancel = context.WithCancel(context.Background())
            r, w = gos.Pipe()
            for f, *args in (
                (chan().recv,), (chan().send, 1), (select,), (time.Sleep, 30),
                (select, recv(chan()), recv(time.After(30))), (mu.Lock,), (wg.Wait,),
                (net.Listen("tcp", "127.0.0.1:0").Accept,), (r.Read, bytearray(1)),
                (blocking, threading.Event().wait, 30), (ctx.Done().recv,),
                (blocking, sys.stdin.buffer.readline), (cond.Wait,),
            ):
                go(tell, f, *args)
            time.Sleep(0.05)
            print("ready", flush=True)
            wg.Wait()
        run(main)
        """
    )
    assert (status, out) == (-signal.SIGINT, "")
    assert "told" not in err
    assert "finally" not in err
    assert err.count("Traceback") == 1
    assert err.endswith("\nKeyboardInterrupt\n")


def test_a_second_ctrl_c_ends_the_cleaning_up_after_the_first() -> None:
    with start(
        """
        from goruntime import sync
        def main():
            wg = sync.WaitGroup()
            wg.Go(time.Sleep, 30)
            try:
                print("ready", flush=True)
                chan().recv()
            finally:
                print("cleaning up", flush=True)
                wg.Wait()
                print("unreachable", flush=True)
        run(main)
        """
    ) as p:
        assert p.stdout is not None
        for line in ("ready\n", "cleaning up\n"):
            assert p.stdout.readline() == line
            os.kill(p.pid, signal.SIGINT)
        out, err = p.communicate(timeout=30)
        assert (p.returncode, out) == (-signal.SIGINT, "")
        assert "During handling of the above exception" in err
        assert err.endswith("\nKeyboardInterrupt\n")


def test_a_second_ctrl_c_reaches_main_that_has_caught_the_first() -> None:
    with start(
        """
        def main():
            go(time.Sleep, 30)
            for wait in (chan().recv, lambda: blocking(threading.Event().wait, 20)):
                try:
                    print("ready", flush=True)
                    wait()
                except KeyboardInterrupt:
                    print("caught", flush=True)
        run(main)
        """
    ) as p:
        assert p.stdout is not None
        for _ in range(2):
            assert p.stdout.readline() == "ready\n"
            os.kill(p.pid, signal.SIGINT)
            assert p.stdout.readline() == "caught\n"
        out, err = p.communicate(timeout=30)
        assert (p.returncode, out, err) == (0, "", "")


def test_a_program_may_end_while_a_spare_thread_reads_standard_input() -> None:
    with start(
        """
        def main():
            go(blocking, sys.stdin.buffer.readline)
            go(blocking, sys.stdin.readline)
            time.Sleep(0.02)
        run(main)
        print("done", flush=True)
        """
    ) as p:
        # Not communicate, which would close what is being read.
        assert p.wait(30) == 0
        out, err = p.communicate()
        assert (out, err) == ("done\n", "")


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        ("lambda *_: {}[5]", 2),
        ("lambda *_: sys.exit(5)", 5),
        ("lambda *_: os.strerror(())", 2),
    ],
)
def test_a_handler_of_the_users_that_raises_reaches_main(
    handler: str, status: int
) -> None:
    got, out, err = interrupted(
        f"""
        def main():
            signal.signal(signal.SIGTERM, {handler})
            go(chan().recv)
            Gosched()
            try:
                print("ready", flush=True)
                time.Sleep(20)
            finally:
                print("main got it")
        run(main)
        """,
        signal.SIGTERM,
    )
    assert (got, out) == (status, "main got it\n")
    assert err.startswith("panic: ") == (status == 2)


@pytest.mark.from_go("runtime/crash_unix_test.go", "TestSignalExitsWithStatus2")
def test_sigquit_prints_every_goroutine() -> None:
    status, _, err = interrupted(
        """
        def main():
            go(lambda: chan().recv())
            Gosched()
            time.AfterFunc(0, lambda: print("ready", flush=True))
            time.Sleep(20)
        run(main)
        """,
        signal.SIGQUIT,
    )
    assert status == 2
    assert err.startswith("SIGQUIT: quit\n")
    assert "goroutine 1 [sleep]:" in err
    assert "[chan receive]:" in err


# --- fork ---------------------------------------------------------------------


def test_a_forked_child_has_the_goroutine_that_forked_and_no_other() -> None:
    status, out, err = run_program(
        """
        def other():
            try:
                while True:
                    time.Sleep(0.001)
            finally:
                print("finally of the parent's, in the child")
        def main():
            for _ in range(10): go(other)
            time.Sleep(0.005)
            pid = os.fork()
            if pid == 0:
                c = chan()
                go(c.send, 42)
                print("child", NumGoroutine(), c.recv(), flush=True)
                os._exit(0)
            blocking(os.waitpid, pid, 0)
            c = chan()
            go(c.send, 43)
            print("parent", NumGoroutine() > 10, c.recv())
        run(main)
        """
    )
    assert (status, err) == (0, "")
    assert out == "child 2 42\nparent True 43\n"


def test_100000_parked_goroutines_end_at_once_and_silently() -> None:
    status, out, err = run_program(
        """
        def main():
            c = chan()
            for _ in range(20000): go(c.recv)
            while len(c.recvq) < 20000: Gosched()
            print("end")
        run(main)
        """
    )
    assert (status, out, err) == (0, "end\n", "")
