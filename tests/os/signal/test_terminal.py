"""Job control: a program that is stopped at its terminal, and goes on."""

import pytest

from tests import subprogram

pytestmark = pytest.mark.plain

# The shell's part.  It leads the session that has the terminal, starts READER in the
# foreground, and sees to it that somebody else is there while READER is stopped.
SHELL = r"""
import os, pty, signal, subprocess, sys

def asleep(pid):
    stats = [open(f"/proc/{pid}/task/{t}/stat").read()
             for t in os.listdir(f"/proc/{pid}/task")]
    return all(stat.rpartition(")")[2].split()[0] == "S" for stat in stats)

def foreground():
    os.setpgid(0, 0)
    os.tcsetpgrp(tty, os.getpid())

signal.signal(signal.SIGTTOU, signal.SIG_IGN)
os.setsid()
ours, tty = pty.openpty()
os.close(os.open(os.ttyname(tty), os.O_RDWR))  # it is the session's from now on
p = subprocess.Popen([sys.executable, "-c", READER], stdin=tty, preexec_fn=foreground)
try:
    seen = b""
    while b"ready" not in seen:
        seen += os.read(ours, 100)
    while not asleep(p.pid):
        pass
    os.write(ours, b"\x1a")  # ^Z
    assert os.WIFSTOPPED(os.waitpid(p.pid, os.WUNTRACED)[1])
    os.tcsetpgrp(tty, os.getpgrp())
    os.tcsetpgrp(tty, p.pid)
    os.kill(p.pid, signal.SIGCONT)
    os.write(ours, b"\n")
    sys.exit(p.wait())
finally:
    p.kill()
"""

READER = """
from goruntime import os, run

def main():
    with os.OpenFile("/dev/tty", os.O_RDWR, 0) as tty:
        tty.WriteString("ready")
        b = bytearray(10)
        print(bytes(b[: {file}.Read(b)]))

run(main)
"""


@pytest.mark.from_go("os/signal/signal_cgo_test.go", "TestTerminalSignal")
@pytest.mark.parametrize("file", ["tty", "os.Stdin"])  # waits in the poller, blocks
def test_a_read_outlives_ctrl_z_and_fg(file: str) -> None:
    reader = READER.format(file=file)
    got = subprogram.result(f"READER = {reader!r}\n", SHELL)
    assert got == (0, "b'\\n'\n", "")
