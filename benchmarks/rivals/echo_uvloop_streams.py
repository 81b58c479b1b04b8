"""The echo server in uvloop: asyncio's program (echo_asyncio_streams), its loop."""

import uvloop

from benchmarks.rivals.echo_asyncio_streams import main

if __name__ == "__main__":
    uvloop.run(main())
