"""Start an echo server, put load on it, stop it."""

import json
import resource
import select
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from benchmarks import toolchain
from benchmarks.measure import Failed, Sample, Unavailable

START_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A program in rivals/: a Python module or a source file to compile."""

    program: str
    needs: str = ""
    argument: str = ""


SERVERS: Final = {
    "goruntime": Server("echo_goruntime"),
    "gevent": Server("echo_gevent", "gevent"),
    "eventlet": Server("echo_eventlet", "eventlet"),
    "asyncio streams": Server("echo_asyncio_streams"),
    "asyncio protocol": Server("echo_asyncio_protocol"),
    "uvloop streams": Server("echo_uvloop_streams", "uvloop"),
    "uvloop protocol": Server("echo_uvloop_protocol", "uvloop"),
    "trio": Server("echo_trio", "trio"),
    "Go": Server("echo_go.go"),
    "Python epoll": Server("echo_epoll"),
    "C epoll": Server("echo_c.c"),
}
DEADLINE: Final = "goruntime, deadlines"
VARIANTS: Final = {
    DEADLINE: Server("echo_goruntime", argument="deadline"),
    "udp goruntime": Server("udp_goruntime"),
    "udp gevent": Server("udp_gevent", "gevent"),
    "udp asyncio protocol": Server("udp_asyncio"),
    "udp Go": Server("udp_go.go"),
    "unix goruntime": Server("unix_goruntime"),
    "unix gevent": Server("unix_gevent", "gevent"),
    "unix asyncio streams": Server("unix_asyncio"),
    "unix Go": Server("unix_go.go"),
    "proxy goruntime": Server("proxy_goruntime"),
    "proxy gevent": Server("proxy_gevent", "gevent"),
    "proxy Go": Server("proxy_go.go"),
    "sendfile goruntime": Server("sendfile_goruntime"),
    "sendfile gevent": Server("sendfile_gevent", "gevent"),
    "sendfile Go": Server("sendfile_go.go"),
}

# A bare loop without tasks is no rival: these show how much the generator and the
# kernel can carry.
CEILINGS: Final = ("Python epoll", "C epoll")


@dataclass(frozen=True, slots=True)
class Load:
    mode: str = "echo"
    connections: int = 100
    idle: int = 0
    size: int = 64
    seconds: float = 1.0


def sampler(who: str, load: Load) -> Callable[[], Sample]:
    return lambda: sample(who, load)


def kind(network: str, load: Load) -> dict[str, Callable[[], Sample]]:
    """Return what measures each server of a network."""
    prefix = network + " "
    return {
        who.removeprefix(prefix): sampler(who, load)
        for who in VARIANTS
        if who.startswith(prefix)
    }


def sample(who: str, load: Load) -> Sample:
    """Measure one fresh server for one load: messages (or connections) a second."""
    files = load.connections + load.idle + 100
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if limit != resource.RLIM_INFINITY and limit < files:
        raise Unavailable(f"needs {files:,} open files, the limit is {limit:,}")
    with serving(who) as (port, pid):
        seen = _generate(load, port, pid)
    messages, seconds = seen["messages"], seen["seconds"]
    if not messages:
        raise Failed("not one message came back")
    cpu = seen["server_user"] + seen["server_system"]
    return Sample(
        messages / seconds,
        {
            "user_us": seen["server_user"] / messages * 1e6,
            "cpu_us": cpu / messages * 1e6,
            "p50_us": seen["p50_us"],
            "p99_us": seen["p99_us"],
            "server_busy": cpu / seconds,
            "load_busy": seen["load_cpu"] / seconds,
            "rss": seen["server_rss"],
            "rss_grown": seen["server_rss"] - seen["server_rss_before"],
        },
    )


@contextmanager
def serving(who: str) -> Iterator[tuple[int, int]]:
    """Run the server on the first core; gives its port and process id."""
    # What it says goes to a file: a pipe that nobody reads would stop it one day.
    with tempfile.TemporaryFile("w+") as stderr:
        with toolchain.pinned(0):
            process = subprocess.Popen(
                command(who),
                stdin=subprocess.PIPE,  # held open: the server ends when it closes
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                env=toolchain.environment(),
                cwd=toolchain.HERE.parent,
            )
        try:
            yield _port(process), process.pid
        except Failed as err:
            stderr.seek(0)
            if said := stderr.read():
                raise Failed(f"{err}; it said: {toolchain.last_line(said)}") from err
            raise
        finally:
            process.kill()
            process.communicate()


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    ready = select.select([process.stdout], [], [], START_SECONDS)[0]
    port = process.stdout.readline().strip() if ready else ""
    if not port.isdecimal():
        raise Failed("did not start")
    return int(port)


def command(who: str) -> list[str]:
    server = SERVERS.get(who) or VARIANTS[who]
    if server.program.endswith((".c", ".go")):
        return [toolchain.compiled(f"rivals/{server.program}")]
    if server.needs:
        toolchain.require(server.needs)
    module = f"benchmarks.rivals.{server.program}"
    python = [sys.executable, "-W", "ignore", "-m", module]
    return [*python, server.argument] if server.argument else python


def generator() -> list[str]:
    """Return how to start the load generator: C, or Python where there is no cc."""
    try:
        return [toolchain.compiled("load.c")]
    except Unavailable:
        return [sys.executable, str(toolchain.HERE / "load.py")]


def _generate(load: Load, port: int, pid: int) -> dict[str, float]:
    words = [load.mode, port, pid, load.connections, load.idle, load.size, load.seconds]
    with toolchain.pinned(1):
        try:
            done = subprocess.run(
                [*generator(), *map(str, words)],
                capture_output=True,
                text=True,
                timeout=60 + load.seconds * 2,
            )
        except subprocess.TimeoutExpired:
            raise Failed("the load generator hung") from None
    if done.returncode:
        raise Failed(toolchain.last_line(done.stderr))
    found: dict[str, float] = json.loads(done.stdout)
    return found
