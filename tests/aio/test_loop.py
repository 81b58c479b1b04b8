"""What asyncio's loop offers, on a loop that parks."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading

import pytest

import net
from goruntime import aio, blocking, chan, go


def test_an_executors_thread_wakes_the_loop() -> None:
    async def main() -> int:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, threading.get_ident)

    assert aio.run(main()) != threading.get_ident()


def test_a_subprocess_is_waited_for() -> None:
    async def main() -> tuple[bytes, int | None]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "print('gopher')", stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        return out, process.returncode

    assert aio.run(main()) == (b"gopher\n", 0)


def test_streams_talk_to_a_server_of_goroutines() -> None:
    def echo(conn: net.Conn) -> None:
        with conn:
            buf = bytearray(100)
            conn.Write(buf[: conn.Read(buf)])

    async def client(host: str, port: int) -> bytes:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"gopher")
        got = await reader.read()
        writer.close()
        await writer.wait_closed()
        return got

    with net.Listen("tcp", "127.0.0.1:0") as listener:
        host, port = net.SplitHostPort(str(listener.Addr()))
        go(lambda: echo(listener.Accept()))
        assert aio.run(client(host, int(port))) == b"gopher"


def test_debug_mode_is_on_in_the_loop_and_off_outside() -> None:
    async def main() -> tuple[bool, int]:
        outside = await aio.go(sys.get_coroutine_origin_tracking_depth)
        return asyncio.get_running_loop().get_debug(), outside

    assert aio.run(main(), debug=True) == (True, 0)
    assert sys.get_coroutine_origin_tracking_depth() == 0


def test_a_signal_handler_is_called_and_put_back() -> None:
    before = signal.getsignal(signal.SIGUSR1)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        came = asyncio.Event()
        loop.add_signal_handler(signal.SIGUSR1, came.set)
        os.kill(os.getpid(), signal.SIGUSR1)
        await came.wait()

    aio.run(main())
    assert signal.getsignal(signal.SIGUSR1) == before


def test_two_loops_of_one_thread_catch_a_signal_each() -> None:
    done = chan[int](2)
    ready = chan[None]()

    async def main(sig: int) -> int:
        came = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(sig, came.set)
        await aio.go(ready.send, None)
        await came.wait()
        return sig

    signals = [signal.SIGUSR1, signal.SIGUSR2]
    for sig in signals:
        go(lambda sig=sig: done.send(aio.run(main(sig))))  # type: ignore[misc]
    for _ in signals:
        ready.recv()
    for sig in signals:
        os.kill(os.getpid(), sig)
        assert done.recv() == sig


def test_a_signal_handler_is_for_the_main_thread() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, print)

    with pytest.raises(RuntimeError, match="cannot be caught"):
        blocking(aio.run, main())


def test_ctrl_c_cancels_the_task_and_comes_out() -> None:
    seen: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.call_soon(os.kill, os.getpid(), signal.SIGINT)
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            seen.append("cleaned up")
            raise

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        aio.run(main())
    assert seen == ["cleaned up"]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_loop_that_never_waits_lets_others_run() -> None:
    told: list[bool] = []

    async def main() -> None:
        go(told.append, True)
        while not told:
            await asyncio.sleep(0)

    aio.run(main())
    assert told


def test_no_descriptor_is_left() -> None:
    def count() -> int:
        return len(os.listdir("/proc/self/fd"))

    aio.run(asyncio.sleep(0))
    before = count()
    for _ in range(10):
        aio.run(asyncio.sleep(0))
    assert count() == before
