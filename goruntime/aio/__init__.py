"""asyncio beside goroutines.  Go has no such thing: its libraries all wait alike

    from goruntime import aio, go

    async def title(url: str) -> str:
        async with httpx.AsyncClient() as client:
            return (await client.get(url)).text

    def main() -> None:
        go(lambda: pages.send(aio.run(title(url))))

``run`` gives a coroutine an event loop of asyncio's, in the calling goroutine, and
any number of goroutines may do that at once: while the loop has nothing to do its
goroutine is parked, and the others run.  No thread is spent on it and nothing polls:
the loop's own epoll is one more descriptor that our netpoller waits for.  ``Runner``
keeps a loop, and with it a client's connections, from one call to the next.

The other way round, ``await aio.go(f)`` waits for a goroutine, in a coroutine of any
event loop: one of ``aio.run``, of ``asyncio.run`` or of uvloop.

Channels join the two: ``await aio.recv(ch)``, ``await aio.send(ch, v)``, ``await
aio.select(recv(a), send(b, v))`` and ``async for v in aio.receive(ch)``, in any event
loop.  To cancel the task is to withdraw from the channel.

A coroutine that calls what makes a goroutine wait (``ch.recv()``, ``time.Sleep``)
stops its event loop as long as that takes, as any blocking call in a coroutine does;
await instead: the above, or ``aio.go(f)`` for all else.  uvloop cannot run inside
``aio.run``, which takes no loop factory: libuv insists on waiting by itself, and would
stop every goroutine of the thread.
"""

from .channel import receive, recv, recv_ok, select, send
from .goroutine import go
from .runner import Runner, run

__all__ = ["Runner", "go", "receive", "recv", "recv_ok", "run", "select", "send"]
