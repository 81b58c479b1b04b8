"""The standard files, Exit, and signals: seen from outside, in a process of its own."""

import os as pyos
import signal
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.plain

HEAD = """
import signal, sys, threading
from goruntime import Gosched, blocking, chan, go, io, os, run, time
def main():
"""
TAIL = "\nrun(main)\n"


def program(body: str) -> list[str]:
    lines = "\n".join("    " + line for line in body.strip().splitlines())
    return [sys.executable, "-c", HEAD + lines + TAIL]


def outcome(body: str, *, stdin: Any = b"", **options: Any) -> tuple[int, str, str]:
    """Run a program; return status, standard output, standard error."""
    p = subprocess.run(
        program(body), input=stdin, capture_output=True, timeout=50, **options
    )
    return p.returncode, p.stdout.decode(), p.stderr.decode()


def started(body: str, **options: Any) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(program(body), **options)


def test_input_is_copied_to_output() -> None:
    body = "io.Copy(os.Stdout, os.Stdin)"
    data = b"some text\n" * 50_000
    assert outcome(body, stdin=data) == (0, data.decode(), "")


def test_a_disk_file_as_input_and_output(tmp_path: Any) -> None:
    (tmp_path / "in").write_bytes(b"x" * 100_000)
    with open(tmp_path / "in", "rb") as src, open(tmp_path / "out", "wb") as dst:
        p = started("io.Copy(os.Stdout, os.Stdin)", stdin=src, stdout=dst)
        assert p.wait(50) == 0
    assert (tmp_path / "out").read_bytes() == b"x" * 100_000


def test_a_connection_is_copied_to_output() -> None:
    body = """
import net
ln = net.Listen("tcp", "127.0.0.1:0")
def serve():
    with ln.Accept() as conn:
        conn.Write(b"hello " * 1000)
go(serve)
with net.Dial("tcp", str(ln.Addr())) as conn:
    assert io.Copy(os.Stdout, conn) == 6000
ln.Close()
"""
    assert outcome(body) == (0, "hello " * 1000, "")


def test_the_modes_of_the_standard_files_stay_as_they_are() -> None:
    r, w = pyos.pipe()
    pyos.write(w, b"x")
    body = """
os.Stdin.Read(bytearray(10))
os.Stdout.WriteString("out")
os.Stderr.WriteString("err")
"""
    master, slave = pyos.openpty()
    p = started(body, stdin=r, stdout=slave, stderr=slave)
    assert p.wait(50) == 0
    assert pyos.get_blocking(r)
    assert pyos.get_blocking(slave)
    assert pyos.read(master, 100) in (b"outerr", b"out", b"err")
    for fd in (r, w, master, slave):
        pyos.close(fd)


@pytest.mark.from_go("os/os_test.go", "TestStatStdin")
def test_names_and_deadlines() -> None:
    body = """
print(os.Stdin.Name(), os.Stdout.Name(), os.Stderr.Name())
try:
    os.Stdin.SetDeadline(time.Now())
except os.ErrNoDeadline as err:
    print(err)
print(os.Stdin.Stat().Mode().String()[0])
"""
    want = "/dev/stdin /dev/stdout /dev/stderr\n"
    want += "file type does not support deadline\np\n"
    assert outcome(body) == (0, want, "")


def test_input_in_nonblocking_mode_has_deadlines() -> None:
    r, w = pyos.pipe()
    pyos.set_blocking(r, False)
    body = """
os.Stdin.SetDeadline(time.Now().Add(time.Millisecond))
try:
    os.Stdin.Read(bytearray(10))
except os.ErrDeadlineExceeded as err:
    print(err)
"""
    p = started(body, stdin=r, stdout=subprocess.PIPE)
    assert p.communicate(timeout=50)[0] == b"read /dev/stdin: i/o timeout\n"
    pyos.close(r)
    pyos.close(w)


def test_others_go_on_while_one_reads_a_terminal() -> None:
    body = """
got = chan[bytes]()
def read():
    buf = bytearray(100)
    got.send(bytes(buf[:os.Stdin.Read(buf)]))
go(read)
Gosched()  # now it reads
os.Stdout.WriteString("ready\\n")
print(got.recv())
"""
    master, slave = pyos.openpty()
    p = started(body, stdin=slave, stdout=subprocess.PIPE)
    assert p.stdout is not None
    assert p.stdout.readline() == b"ready\n"
    pyos.write(master, b"a line\n")
    assert p.communicate(timeout=50)[0] == b"b'a line\\n'\n"
    assert pyos.get_blocking(slave)
    pyos.close(master)
    pyos.close(slave)


@pytest.mark.parametrize("kind", ["pipe", "terminal"])
def test_what_is_typed_after_ctrl_c_is_not_lost(kind: str) -> None:
    body = """
buf = bytearray(100)
try:
    go(print, "ready", flush=True)
    os.Stdin.Read(buf)
except KeyboardInterrupt:
    print("interrupted", flush=True)
n = os.Stdin.Read(buf)
print(bytes(buf[:n]))
"""
    if kind == "pipe":
        slave, master = pyos.pipe()
    else:
        master, slave = pyos.openpty()
    p = started(body, stdin=slave, stdout=subprocess.PIPE)
    assert p.stdout is not None
    assert p.stdout.readline() == b"ready\n"
    p.send_signal(signal.SIGINT)
    assert p.stdout.readline() == b"interrupted\n"
    pyos.write(master, b"a line\n")
    assert p.communicate(timeout=50)[0] == b"b'a line\\n'\n"
    pyos.close(master)
    pyos.close(slave)


def test_a_program_after_another_that_ended_while_reading() -> None:
    body = """
def read():
    os.Stdin.Read(bytearray(100))
go(read)
Gosched()  # now it reads
"""
    more = """
def second():
    print("ready", flush=True)
    buf = bytearray(100)
    print(bytes(buf[:os.Stdin.Read(buf)]))
run(second)
"""
    master, slave = pyos.openpty()
    argv = program(body)
    argv[-1] += more
    p = subprocess.Popen(argv, stdin=slave, stdout=subprocess.PIPE)
    assert p.stdout is not None
    assert p.stdout.readline() == b"ready\n"
    pyos.write(master, b"a line\n")
    assert p.communicate(timeout=50)[0] == b"b'a line\\n'\n"
    pyos.close(master)
    pyos.close(slave)


EXITS = {
    "main": "os.Exit(7)",
    "a goroutine": "go(os.Exit, 7)\nchan[int]().recv()",
    "a thread": "threading.Thread(target=os.Exit, args=(7,)).start()\n"
    "chan[int]().recv()",
    "a spare thread": "blocking(os.Exit, 7)",
    "a deferred function": "try:\n    pass\nfinally:\n    os.Exit(7)",
}


@pytest.mark.parametrize("body", EXITS.values(), ids=EXITS.keys())
def test_exit_ends_at_once_from_anywhere(body: str) -> None:
    body = f"""
import atexit
atexit.register(print, "atexit")
print("printed")
try:
{chr(10).join("    " + line for line in body.splitlines())}
finally:
    print("finally")
"""
    assert outcome(body) == (7, "printed\n", "")


def test_exit_takes_the_lowest_byte() -> None:
    assert outcome("os.Exit(256 + 5)")[0] == 5
    assert outcome("os.Exit(-1)")[0] == 255


@pytest.mark.from_go("os/pipe_test.go", "TestStdPipe")
@pytest.mark.parametrize("name", ["Stdout", "Stderr"])
@pytest.mark.parametrize("nonblocking", [False, True])
def test_a_broken_pipe_on_output_ends_the_program(name: str, nonblocking: bool) -> None:
    r, w = pyos.pipe()
    pyos.close(r)
    pyos.set_blocking(w, not nonblocking)
    body = f"""
try:
    os.{name}.Write(b"x")
finally:
    open(sys.argv[-1], "w").write("went on")
"""
    p = started(body, **{name.lower(): w})
    pyos.close(w)
    assert p.wait(50) == -signal.SIGPIPE


@pytest.mark.from_go("os/pipe_test.go", "TestStdPipe")
def test_with_a_handler_a_broken_pipe_is_an_error() -> None:
    r, w = pyos.pipe()
    pyos.close(r)
    body = """
signal.signal(signal.SIGPIPE, lambda *_: None)
try:
    os.Stdout.Write(b"x")
except BrokenPipeError as err:
    os.Stderr.WriteString(str(err))
    os.Exit(0)
"""
    p = started(body, stdout=w, stderr=subprocess.PIPE)
    pyos.close(w)
    assert p.communicate(timeout=50)[1] == b"write /dev/stdout: broken pipe"
    assert p.returncode == 0


def test_a_broken_pipe_on_another_thread_ends_the_program() -> None:
    r, w = pyos.pipe()
    pyos.close(r)
    body = """
threading.Thread(target=os.Stdout.Write, args=(b"x",)).start()
chan[int]().recv()
"""
    p = started(body, stdout=w)
    pyos.close(w)
    assert p.wait(50) == 128 + signal.SIGPIPE


def test_a_standard_file_that_is_closed_is_the_null_device() -> None:
    body = """
try:
    os.Stdin.Read(bytearray(1))
except io.EOF:
    print("end", os.Stderr.WriteString("x"))
"""
    argv = ["sh", "-c", 'exec "$@" <&- 2>&-', "sh", *program(body)]
    p = subprocess.run(argv, stdout=subprocess.PIPE, timeout=50)
    assert p.stdout == b"end 1\n"
