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
