"""The UDP echo server in asyncio: a datagram protocol."""

import asyncio
from typing import Any

from benchmarks.rivals.parent import announce


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.transport.sendto(data, addr)


async def main() -> None:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        Echo, local_addr=("127.0.0.1", 0)
    )
    announce(transport.get_extra_info("sockname")[1])
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
