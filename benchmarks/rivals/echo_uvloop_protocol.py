"""The echo server in uvloop: asyncio's program (echo_asyncio_protocol), its loop."""

import uvloop

from benchmarks.rivals.echo_asyncio_protocol import main

if __name__ == "__main__":
    uvloop.run(main())
