"""A fork's child: a runtime of its own."""

from functools import partial

import pytest

from tests import subprogram

pytestmark = pytest.mark.plain

PRELUDE = """
import os, threading, warnings
warnings.simplefilter("ignore", DeprecationWarning)
from goruntime import *
from goruntime import blocking, chan, go, run, time
"""

run_program = partial(subprogram.result, PRELUDE)


@pytest.mark.parametrize("where", ["goroutine", "thread", "plain"])
def test_a_fork_from_anywhere_has_goroutines_and_timers_in_the_child(
    where: str,
) -> None:
    status, out, err = run_program(
        f"""
        def fork():
            pid = os.fork()
            if pid == 0:
                c = chan()
                go(c.send, 42)
                time.Sleep(0.001)
                os._exit(c.recv())
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        def goroutine():
            done = chan()
            go(lambda: done.send(fork()))
            print(done.recv())
        def thread():
            t = threading.Thread(target=lambda: print(fork()))
            t.start()
            t.join()
        def plain():
            print(fork())
        {"run(goroutine)" if where == "goroutine" else where + "()"}
        """
    )
    assert (status, out, err) == (0, "42\n", "")


def test_a_timer_of_the_parent_fires_although_its_thread_is_stuck() -> None:
    status, out, err = run_program(
        """
        fired = threading.Event()
        time.AfterFunc(0.2, fired.set)
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        print(fired.wait(10))  # in C
        """
    )
    assert (status, out, err) == (0, "True\n", "")


# --- what is inherited ----------------------------------------------------------

FORKED = """
import contextlib, net
from goruntime import io, sync
def child(f):
    # Run f in a child; return what waits for its exit status.
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            f()
            status = 0
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            os._exit(status)
    return lambda: os.waitstatus_to_exitcode(blocking(os.waitpid, pid, 0)[1])
def pair():
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        c = net.Dial("tcp", str(ln.Addr()))
        return c, ln.Accept()
def dial(ln):
    return net.Dial("tcp", str(ln.Addr()))
def read(c):
    buf = bytearray(100)
    return bytes(buf[:c.Read(buf)])
"""


def test_the_childs_poller_is_its_own() -> None:
    status, out, err = run_program(
        FORKED
        + """
def main():
    c, s = pair()
    ready = chan()
    def reads():
        ready.send(None)
        ready.send(read(s))
    go(reads)
    ready.recv()
    Gosched()  # it waits in the parent's poller
    def work():
        # Registers, waits, wakes, closes: all of it in the child's own poller.
        a, b = pair()
        go(lambda: b.Write(b"abc"))
        assert read(a) == b"abc"
        blocking(os.getpid)
        a.Close(); b.Close(); s.Close(); c.Close()
    print(child(work)())
    c.Write(b"x")
    print(ready.recv())
run(main)
"""
    )
    assert (status, out, err) == (0, "0\nb'x'\n", "")


def test_timers_of_the_parent_fire_in_the_parent_alone() -> None:
    status, out, err = run_program(
        FORKED
        + """
def main():
    fired = chan()
    time.AfterFunc(0.02, lambda: (os.write(1, b"fired\\n"), fired.close()))
    end = child(lambda: time.Sleep(0.06))
    fired.recv()
    print(end(), flush=True)
run(main)
"""
    )
    assert (status, out, err) == (0, "fired\n0\n", "")


@pytest.mark.parametrize("waits", ["nobody waits", "the parent waits"])
def test_parent_and_child_accept_on_one_listener(waits: str) -> None:
    status, out, err = run_program(
        FORKED
        + f"""
def main():
    ln = net.Listen("tcp", "127.0.0.1:0")
    def serve(name):
        with ln.Accept() as c:
            c.Write(name)
    if {waits == "the parent waits"}:
        go(serve, b"parent")
        Gosched()
    end = child(lambda: serve(b"child"))
    if {waits == "nobody waits"}:
        go(serve, b"parent")
    clients = [dial(ln), dial(ln)]
    print(sorted(map(read, clients)), end())
run(main)
"""
    )
    assert (status, out, err) == (0, "[b'child', b'parent'] 0\n", "")


def test_a_connection_that_the_parent_reads_from_is_usable_in_the_child() -> None:
    status, out, err = run_program(
        FORKED
        + """
def main():
    c, s = pair()
    ready = chan()
    go(lambda: ready.send(read(s)))
    full = chan()
    def writes():  # more than there is room for
        try:
            c.Write(bytes(1 << 26))
        except net.ErrClosed:
            full.close()
    def work():
        s.SetReadDeadline(time.Now().Add(time.Millisecond))
        try:
            s.Read(bytearray(1))
        except Exception as err:
            assert err.Timeout(), err
        s.SetReadDeadline(None)
        s.Write(b"from the child")
        s.Close()
    Gosched()
    end = child(work)
    assert read(c) == b"from the child"
    assert end() == 0
    c.Write(b"to the parent")
    print(ready.recv())
    go(writes)
    Gosched()
    def cwork():
        c.SetWriteDeadline(time.Now().Add(time.Millisecond))
        try:
            c.Write(bytes(1))
        except Exception as err:
            assert err.Timeout(), err
        c.Close()
    print(child(cwork)())
    c.Close()
    full.recv()
run(main)
"""
    )
    assert (status, out, err) == (0, "b'to the parent'\n0\n", "")


def test_the_childs_close_leaves_the_parents_connection_alone() -> None:
    status, out, err = run_program(
        FORKED
        + """
def main():
    c, s = pair()
    print(child(s.Close)())
    for i in range(3):
        c.Write(b"x")
        assert read(s) == b"x"
        s.Write(b"y")
        assert read(c) == b"y"
run(main)
"""
    )
    assert (status, out, err) == (0, "0\n", "")


@pytest.mark.parametrize("procs", [1, 4])
def test_forks_amid_goroutines_that_run_and_wait(procs: int) -> None:
    status, out, err = run_program(
        FORKED
        + f"""
GOMAXPROCS({procs})
def main():
    stop = chan()
    wg = sync.WaitGroup()
    def works(i):
        ch = chan()
        while select(recv(stop), default)[0] != 0:
            go(ch.send, i)
            ch.recv()
            time.Sleep(0.0001)
    for i in range(8):
        wg.Go(works, i)
    def nothing():
        done = chan()
        go(done.close)
        done.recv()
    codes = [child(nothing)() for _ in range(50)]
    stop.close()
    wg.Wait()
    print(set(codes))
run(main)
"""
    )
    assert (status, out, err) == (0, "{0}\n", "")
