"""What a program that is over leaves to the next one of the same process."""

from functools import partial

import pytest

from tests import subprogram

pytestmark = [pytest.mark.plain, pytest.mark.parametrize("procs", [1, 4])]

PRELUDE = """
import re
import net
from goruntime import *
from goruntime import sync
from goruntime.os import Pipe

def settle(n):
    # Wait until n goroutines do.
    while len(re.findall(r"^goroutine \\d+ \\[(?!run)", Stack(all=True), re.M)) < n:
        Gosched()

def leave(*waits):
    # Run a program whose goroutines wait when it is over.
    def main():
        for f in waits:
            go(f)
        settle(len(waits))
    run(main)
"""

result = partial(subprogram.result, PRELUDE)


def test_a_channel_gives_nothing_to_goroutines_that_were_left_waiting(
    procs: int,
) -> None:
    assert result(
        f"""
        GOMAXPROCS({procs})
        ch, full, closing = chan(), chan(1), chan()
        full.send("kept")
        leave(ch.recv, ch.recv, lambda: select(recv(ch), recv(None)), closing.recv,
              lambda: full.send("lost"))
        def main():
            print(select(send(ch, 1), default)[0])
            go(ch.send, "gopher")
            print(ch.recv())
            print(full.recv(), select(recv(full), default)[0])
            closing.close()
        run(main)
        """
    ) == (0, "1\ngopher\nkept 1\n", "")


def test_a_lock_is_not_handed_to_goroutines_that_were_left_waiting(procs: int) -> None:
    assert result(
        f"""
        GOMAXPROCS({procs})
        mu, done = sync.Mutex(), chan()
        mu.Lock()
        leave(mu.Lock, mu.Lock)
        def lock():
            mu.Lock()
            done.send("locked")
        def main():
            go(lock)
            settle(1)
            mu.Unlock()
            print(done.recv())
        run(main)
        """
    ) == (0, "locked\n", "")


def test_a_signal_is_not_for_goroutines_that_were_left_waiting(procs: int) -> None:
    assert result(
        f"""
        GOMAXPROCS({procs})
        cond, done = sync.Cond(sync.Mutex()), chan()
        def wait():
            with cond.L:
                cond.Wait()
        leave(wait, wait)
        def waits():
            wait()
            done.send("signalled")
        def main():
            go(waits)
            settle(1)
            with cond.L:
                cond.Signal()
            print(done.recv())
        run(main)
        """
    ) == (0, "signalled\n", "")


def test_a_descriptor_is_free_of_goroutines_that_were_left_waiting(procs: int) -> None:
    assert result(
        f"""
        GOMAXPROCS({procs})
        ln = net.Listen("tcp", "127.0.0.1:0")
        r, w = Pipe()
        buf = bytearray(9)
        leave(ln.Accept, ln.Accept, lambda: r.Read(buf), lambda: r.Read(buf))
        def accepts():
            try:
                ln.Accept()
            except net.ErrClosed:
                print("closed")
        def main():
            go(net.Dial, "tcp", str(ln.Addr()))
            with ln.Accept():
                print("accepted")
            w.Write(b"gopher")
            print(r.Read(buf))
            wg = sync.WaitGroup()
            wg.Go(accepts)
            settle(1)
            ln.Close()  # returns when nobody uses it any more
            wg.Wait()
        run(main)
        """
    ) == (0, "accepted\n6\nclosed\n", "")
