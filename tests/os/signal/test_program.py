"""Programs that signals are sent to, or that signals end: each is run for real."""

import os
import signal
import subprocess
from functools import partial

import pytest

from tests import subprogram

pytestmark = pytest.mark.plain

PRELUDE = """
import os, subprocess, sys, threading, warnings
import signal as pysignal
from goruntime import *
from goruntime import chan, context, go, run, time, syscall
from goruntime import os as gos
from goruntime.os import signal
from goruntime.syscall import *
def kill(sig): os.kill(os.getpid(), sig)
"""


start = partial(subprogram.started, PRELUDE)
result = partial(subprogram.result, PRELUDE)


def ready(p: subprocess.Popen[str]) -> None:
    assert p.stdout is not None
    assert p.stdout.readline() == "ready\n"


@pytest.mark.parametrize("undo", ["signal.Reset(SIGTERM)", "signal.Stop(c)", "stop()"])
def test_after_reset_a_signal_ends_the_program(undo: str) -> None:
    assert result(
        f"""
        def main():
            c = chan(1)
            signal.Notify(c, SIGTERM)
            kill(SIGTERM)
            print(c.recv(), flush=True)
            if {undo!r} == "stop()":
                signal.Stop(c)
                ctx, stop = signal.NotifyContext(context.Background(), SIGTERM)
            {undo}
            kill(SIGTERM)
            time.Sleep(20)
        run(main)
        """
    ) == (-signal.SIGTERM, "terminated\n", "")


def test_a_program_that_asks_for_sigterm_ends_as_it_likes() -> None:
    with start(
        """
        def main():
            background = context.Background()
            ctx, stop = signal.NotifyContext(background, gos.Interrupt, SIGTERM)
            with stop:
                print("ready", flush=True)
                ctx.Done().recv()
                print(context.Cause(ctx))
            return 3
        sys.exit(run(main))
        """
    ) as p:
        ready(p)
        p.terminate()
        out, err = p.communicate(timeout=30)
        assert (p.returncode, out, err) == (3, "terminated signal received\n", "")


def test_without_run_it_works_the_same() -> None:
    with start(
        """
        c = chan(1)
        signal.Notify(c, SIGTERM)
        print("ready", flush=True)
        print(c.recv())
        """
    ) as p:
        ready(p)
        p.terminate()
        out, err = p.communicate(timeout=30)
        assert (p.returncode, out, err) == (0, "terminated\n", "")


def test_goroutines_of_a_busy_main_threads_program_hear_of_signals() -> None:
    # The main thread is elsewhere and never schedules: a spare M runs them.
    with start(
        """
        import time as pytime
        done = threading.Event()
        def wait():
            c = chan(1)
            signal.Notify(c, SIGTERM)
            print("ready", flush=True)
            print(c.recv(), flush=True)
            os._exit(4)
        threading.Thread(target=go, args=(wait,)).start()
        while True: pytime.sleep(0.01)
        """
    ) as p:
        ready(p)
        p.terminate()
        out, err = p.communicate(timeout=20)
        assert (p.returncode, out, err) == (4, "terminated\n", "")


def test_waiting_for_a_signal_alone_is_no_deadlock_but_after_stop_it_is() -> None:
    with start(
        """
        def main():
            c = chan(1)
            signal.Notify(c, SIGUSR1)
            print("ready", flush=True)
            print(c.recv(), flush=True)
            signal.Stop(c)
            c.recv()
        run(main)
        """
    ) as p:
        ready(p)
        with pytest.raises(subprocess.TimeoutExpired):
            p.wait(0.2)
        p.send_signal(signal.SIGUSR1)
        out, err = p.communicate(timeout=30)
        assert (p.returncode, out) == (2, "user defined signal 1\n")
        assert err.startswith("fatal error: all goroutines are asleep - deadlock!")


def test_the_programs_end_gives_the_signals_back() -> None:
    assert result(
        """
        before = [pysignal.getsignal(n) for n in (SIGINT, SIGQUIT, SIGTERM)]
        def main():
            for sig in (SIGINT, SIGQUIT, SIGTERM):
                signal.Notify(chan(1), sig)
            kill(SIGTERM)
        run(main)
        assert before == [pysignal.getsignal(n) for n in (SIGINT, SIGQUIT, SIGTERM)]
        run(lambda: print(pysignal.getsignal(SIGINT) is not before[0], flush=True))
        kill(SIGTERM)
        """
    ) == (-signal.SIGTERM, "True\n", "")


@pytest.mark.from_go("os/signal/signal_test.go", "TestAtomicStop")
def test_a_signal_beside_stop_is_delivered_or_ends_the_program() -> None:
    seen = set()
    for _ in range(5):
        status, out, err = result(
            """
            def main():
                for i in range(50):
                    c = chan(1)
                    signal.Notify(c, SIGTERM)
                    go(signal.Stop, c)
                    thread = threading.Thread(target=kill, args=(SIGTERM,))
                    thread.start()
                    if i % 2: Gosched()
                    blocking(thread.join)
                    if not len(c):
                        time.Sleep(2)
                        print("lost" if not len(c) else "late", flush=True)
            run(main)
            """
        )
        assert status in (0, -signal.SIGTERM), err
        assert "lost" not in out
        assert err == ""
        seen.add(status)
    assert seen


# A thread that has a signal blocked, like one that is in C's handler of it and has yet
# to tell Python; interrupt_main() is what it then does.
LATE = """
from _thread import interrupt_main
def handling(sig, until):
    pysignal.pthread_sigmask(pysignal.SIG_BLOCK, {sig})
    in_it.release()
    until.acquire()
in_it, out_of_it = threading.Lock(), threading.Lock()
in_it.acquire(), out_of_it.acquire()
args = (SIGTERM, out_of_it)
thread = threading.Thread(target=handling, args=args, daemon=True)
thread.start()
in_it.acquire()
"""
late = partial(subprogram.result, PRELUDE + LATE)


@pytest.mark.parametrize("undo", ["signal.Stop(c)", "signal.Reset()"])
def test_a_signal_that_python_hears_of_after_stop_ends_the_program(undo: str) -> None:
    assert late(
        f"""
        def main():
            c = chan(1)
            signal.Notify(c, SIGTERM)
            {undo}
            interrupt_main(SIGTERM)
            time.Sleep(20)
        run(main)
        """
    ) == (-signal.SIGTERM, "", "")


def test_a_late_signal_is_for_who_wants_it_again_or_ignores_it_now() -> None:
    assert late(
        """
        def main():
            c = chan(1)
            signal.Notify(c, SIGTERM)
            signal.Stop(c)
            signal.Notify(c, SIGTERM)
            interrupt_main(SIGTERM)
            print(c.recv())
            signal.Stop(c)
            signal.Ignore(SIGTERM)
            interrupt_main(SIGTERM)
            kill(SIGTERM)
            signal.Notify(c, SIGTERM)
            kill(SIGTERM)
            print(c.recv())
        run(main)
        """
    ) == (0, "terminated\nterminated\n", "")


def test_python_knows_what_a_signal_does_once_no_thread_is_handling_it() -> None:
    assert late(
        """
        def main():
            c = chan(1)
            signal.Notify(c, SIGTERM)
            signal.Stop(c)
            print(pysignal.getsignal(SIGTERM) is pysignal.SIG_DFL)
            before = pysignal.signal(SIGTERM, lambda *_: print("mine"))
            kill(SIGTERM)
            pysignal.signal(SIGTERM, before)
            signal.Notify(c, SIGTERM)
            out_of_it.release()
            blocking(thread.join)
            while os.path.exists(f"/proc/self/task/{thread.native_id}"):
                Gosched()  # joined, but the kernel has it still
            signal.Stop(c)
            print(pysignal.getsignal(SIGTERM) is pysignal.SIG_DFL)
            for sig in SIGTERM, SIGQUIT:
                thread2 = threading.Thread(target=handling, args=(sig, out_of_it))
                thread2.daemon = True
                thread2.start()
                blocking(in_it.acquire)
                signal.Notify(c, sig)
                signal.Stop(c)
        run(main)
        print(pysignal.getsignal(SIGTERM) is pysignal.SIG_DFL)
        print(pysignal.getsignal(SIGQUIT) is pysignal.SIG_DFL)
        """
    ) == (0, "False\nmine\nTrue\nTrue\nTrue\n", "")


def test_sigquit_given_back_before_a_program_begins_is_the_programs() -> None:
    status, out, err = late(
        """
        args = (SIGQUIT, out_of_it)
        threading.Thread(target=handling, args=args, daemon=True).start()
        in_it.acquire()
        c = chan(1)
        signal.Notify(c, SIGQUIT)
        signal.Stop(c)
        def main():
            kill(SIGQUIT)
            time.Sleep(20)
        run(main)
        """
    )
    assert (status, out, err.partition("\n")[0]) == (2, "", "SIGQUIT: quit")


@pytest.mark.from_go("os/signal/signal_test.go", "TestNohup")
@pytest.mark.from_go("os/signal/signal_test.go", "TestDetectNohup")
def test_what_was_ignored_at_the_start_is_ignored_but_while_it_is_wanted() -> None:
    program = """
        print(signal.Ignored(SIGHUP), flush=True)
        def main():
            kill(SIGHUP)
            c = chan(1)
            signal.Notify(c, SIGHUP)
            print(signal.Ignored(SIGHUP))
            kill(SIGHUP)
            print(c.recv())
            signal.Stop(c)
            print(signal.Ignored(SIGHUP), flush=True)
            kill(SIGHUP)
        run(main)
    """
    ignoring = ("/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh")
    assert result(program, *ignoring) == (0, "True\nFalse\nhangup\nFalse\n", "")
    status, out, err = result(program)
    assert (status, out, err) == (-signal.SIGHUP, "False\n", "")


def test_what_is_ignored_is_ignored_in_programs_that_are_started() -> None:
    child = "import signal; print([int(signal.getsignal(n)) for n in (1, 15, 13)])"
    assert result(
        f"""
        def main():
            signal.Ignore(SIGHUP)
            signal.Notify(chan(1), SIGTERM)
            from goruntime.os import exec
            out = exec.Command(sys.executable, "-c", {child!r}).Output()
            print(bytes(out).decode(), flush=True, end="")
            subprocess.run([sys.executable, "-c", {child!r}])
        run(main)
        """
    ) == (0, "[1, 0, 1]\n" * 2, "")  # a Python ignores SIGPIPE by itself


def test_a_forks_child_is_notified_of_nothing_and_can_be_terminated() -> None:
    assert result(
        """
        def main():
            c = chan(1)
            signal.Notify(c, SIGTERM, SIGINT)
            signal.Ignore(SIGHUP)
            r, w = os.pipe()
            warnings.simplefilter("ignore")  # that there are threads
            pid = os.fork()
            if pid == 0:
                os.write(w, b"x")
                try:
                    time.Sleep(20)
                finally:
                    os._exit(9)
            os.read(r, 1)
            kill_child = lambda sig: os.kill(pid, sig)
            kill_child(SIGHUP)
            kill_child(SIGTERM)
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), len(c))
            kill(SIGTERM)
            print(c.recv())
        run(main)
        """
    ) == (0, f"{-signal.SIGTERM} 0\nterminated\n", "")


def test_a_forks_child_may_ask_for_signals_itself() -> None:
    assert result(
        """
        def main():
            c = chan(1)
            signal.Notify(c, SIGTERM)
            warnings.simplefilter("ignore")  # that there are threads
            pid = os.fork()
            if pid == 0:
                signal.Notify(c, SIGTERM)
                kill(SIGTERM)
                print("child", c.recv(), flush=True)
                os._exit(0)
            print(os.waitpid(pid, 0)[1], len(c))
        run(main)
        """
    ) == (0, "child terminated\n0 0\n", "")


def test_sigpipe_on_standard_output_is_an_error_for_who_ignores_or_wants_it() -> None:
    for before, status in (
        ("", -signal.SIGPIPE),
        ("signal.Ignore(SIGPIPE)", 5),
        ("signal.Notify(chan(1), SIGPIPE)", 5),
        ("c = chan(1); signal.Notify(c, SIGPIPE); signal.Stop(c)", -signal.SIGPIPE),
    ):
        with start(
            f"""
            def main():
                {before}
                sys.stdin.readline()
                try:
                    gos.Stdout.Write(b"x")
                except gos.PathError as err:
                    print(err, file=sys.stderr)
                    os._exit(5)
            run(main)
            """
        ) as p:
            assert p.stdout is not None
            assert p.stderr is not None
            p.stdout.close()
            assert p.stdin is not None
            p.stdin.close()
            err = p.stderr.read()
            assert p.wait(30) == status, (before, err)
            assert ("broken pipe" in err) == (status == 5)


def test_ctrl_c_that_is_wanted_is_no_keyboardinterrupt() -> None:
    with start(
        """
        def main():
            c = chan(1)
            signal.Notify(c, gos.Interrupt)
            print("ready", flush=True)
            print(c.recv(), flush=True)
            signal.Stop(c)
            try:
                print("ready", flush=True)
                time.Sleep(20)
            except KeyboardInterrupt:
                print("now it is")
        run(main)
        """
    ) as p:
        ready(p)
        os.kill(p.pid, signal.SIGINT)
        assert p.stdout is not None
        assert p.stdout.readline() == "interrupt\n"
        ready(p)
        os.kill(p.pid, signal.SIGINT)
        out, err = p.communicate(timeout=30)
        assert (p.returncode, out, err) == (0, "now it is\n", "")


def test_sigquit_that_is_wanted_dumps_nothing() -> None:
    with start(
        """
        def main():
            c = chan(1)
            signal.Notify(c, SIGQUIT)
            kill(SIGQUIT)
            print(c.recv(), flush=True)
            signal.Stop(c)
            kill(SIGQUIT)
            time.Sleep(20)
        run(main)
        """
    ) as p:
        out, err = p.communicate(timeout=30)
        assert (p.returncode, out) == (2, "quit\n")
        assert err.startswith("SIGQUIT: quit\n")


def test_ignoring_everything_leaves_what_cannot_be_ignored() -> None:
    assert result(
        """
        def main():
            signal.Ignore()
            for n in pysignal.valid_signals() - {SIGKILL, SIGSTOP}:
                if n not in (SIGSEGV, SIGBUS, SIGFPE, SIGILL):
                    kill(n)
                    assert signal.Ignored(n), n
            c = chan(100)
            signal.Notify(c)
            kill(SIGTERM)
            print(c.recv(), flush=True)
            signal.Reset()
            kill(SIGHUP)
            kill(SIGTERM)
            time.Sleep(20)
        run(main)
        """
    ) == (-signal.SIGTERM, "terminated\n", "")
