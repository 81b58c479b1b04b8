"""Processes made by Python's own modules, from goroutines."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.plain

ROOT = Path(__file__).parents[2]
METHODS = ["fork", "forkserver", "spawn"]

PRELUDE = """
import concurrent.futures, multiprocessing, os, socket, subprocess, sys, warnings
warnings.simplefilter("ignore", DeprecationWarning)
import net
from goruntime import GOMAXPROCS, Gosched, blocking, chan, go, io, run, sync, time

def total(n):
    # Work in the child, with goroutines of its own.
    def main():
        ch = chan()
        for i in range(n):
            go(ch.send, i)
        return sum(ch.recv() for _ in range(n))
    return run(main)
"""


def program(tmp_path: Path, text: str, *args: str) -> tuple[int, str, str]:
    """Run a program from a file, which the children can import, too."""
    path = tmp_path / "program.py"
    path.write_text(PRELUDE + textwrap.dedent(text))
    done = subprocess.run(
        [sys.executable, str(path), *args],
        capture_output=True,
        text=True,
        timeout=20,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("method", METHODS)
def test_a_process_is_started_and_joined_by_a_goroutine(
    tmp_path: Path, method: str
) -> None:
    status, out, err = program(
        tmp_path,
        """
        def child(queue, n):
            queue.put(total(n))

        def main():
            context = multiprocessing.get_context(sys.argv[1])
            queue = context.Queue()
            ticks = [0]
            stop = chan()
            def tick():
                while len(stop) == 0:
                    ticks[0] += 1
                    time.Sleep(0.001)
            go(tick)
            process = context.Process(target=child, args=(queue, 10))
            process.start()
            print(blocking(queue.get))
            blocking(process.join)
            print(process.exitcode, ticks[0] > 0)

        if __name__ == "__main__":
            run(main)
        """,
        method,
    )
    assert (status, out, err) == (0, "45\n0 True\n", "")


@pytest.mark.parametrize("method", METHODS)
def test_pools_are_used_by_many_goroutines(tmp_path: Path, method: str) -> None:
    status, out, err = program(
        tmp_path,
        """
        def main():
            context = multiprocessing.get_context(sys.argv[1])
            with context.Pool(2) as pool:
                results = chan()
                for n in range(8):
                    go(lambda n=n: results.send(blocking(pool.apply, total, (n,))))
                print(sum(results.recv() for _ in range(8)))
            Executor = concurrent.futures.ProcessPoolExecutor
            with Executor(2, mp_context=context) as executor:
                for n in range(8):
                    future = executor.submit(total, n)
                    go(lambda future=future: results.send(blocking(future.result)))
                print(sum(results.recv() for _ in range(8)))

        if __name__ == "__main__":
            run(main)
        """,
        method,
    )
    assert (status, out, err) == (0, "56\n56\n", "")


@pytest.mark.parametrize("method", METHODS)
def test_a_listener_is_handed_to_a_child(tmp_path: Path, method: str) -> None:
    status, out, err = program(
        tmp_path,
        """
        def serve(sock):
            def main():
                ln = net.FileListener(sock)
                sock.close()
                with ln, ln.Accept() as c:
                    io.Copy(c, c)
            run(main)

        def main():
            context = multiprocessing.get_context(sys.argv[1])
            with net.Listen("tcp", "127.0.0.1:0") as ln:
                addr = str(ln.Addr())
                with ln.File() as f:
                    sock = socket.socket(fileno=os.dup(f.Fd()))
            process = context.Process(target=serve, args=(sock,))
            process.start()
            with net.Dial("tcp", addr) as c:
                c.Write(b"hello")
                c.CloseWrite()
                print(io.ReadAll(c))
            blocking(process.join)
            sock.close()
            print(process.exitcode)

        if __name__ == "__main__":
            run(main)
        """,
        method,
    )
    assert (status, out, err) == (0, "b'hello'\n0\n", "")


def test_a_program_started_gets_none_of_the_runtimes_descriptors(
    tmp_path: Path,
) -> None:
    status, out, err = program(
        tmp_path,
        """
        LIST = "import os; print(sorted(map(int, os.listdir('/proc/self/fd')))[:-1])"

        def main():
            with net.Listen("tcp", "127.0.0.1:0") as ln:
                go(ln.Accept)
                Gosched()
                with net.Dial("tcp", str(ln.Addr())) as c:
                    go(io.Copy, c, c)  # a pipe for splice
                    time.Sleep(0.001)
                    words = [sys.executable, "-c", LIST]
                    for start in (
                        lambda: subprocess.run(words),
                        lambda: blocking(subprocess.run, words),
                        lambda: subprocess.run(words, close_fds=False),
                        forkexec,
                        spawn,
                    ):
                        start()

        def forkexec():
            pid = os.fork()
            if pid == 0:
                os.execv(sys.executable, [sys.executable, "-c", LIST])
            os.waitpid(pid, 0)

        def spawn():
            words = [sys.executable, "-c", LIST]
            os.waitpid(os.posix_spawn(sys.executable, words, os.environ), 0)

        run(main)
        """,
    )
    assert (status, err) == (0, "")
    assert out == "[0, 1, 2]\n" * 5


TAKES_CONNECTION = """
import sys
import net
from goruntime import io, os, run
def main():
    with net.FileConn(os.NewFile(int(sys.argv[1]), "")) as c:
        io.Copy(c, c)
run(main)
"""


def test_a_connection_is_handed_to_a_program(tmp_path: Path) -> None:
    status, out, err = program(
        tmp_path,
        """
        def main():
            with net.Listen("tcp", "127.0.0.1:0") as ln:
                c = net.Dial("tcp", str(ln.Addr()))
                s = ln.Accept()
            with s, s.File() as f:
                fd = f.Fd()
                words = [sys.executable, "-c", sys.argv[1], str(fd)]
                process = subprocess.Popen(words, pass_fds=[fd])
            with c:
                c.Write(b"to a program")
                c.CloseWrite()
                print(io.ReadAll(c))
            print(blocking(process.wait))

        run(main)
        """,
        TAKES_CONNECTION,
    )
    assert (status, out, err) == (0, "b'to a program'\n0\n", "")
