"""UDP echo: datagrams there and back, one socket on the server.

Each connection sends a message, waits for the reply, and sends the next.
"""

from benchmarks.measure import Measure, Options
from benchmarks.servers import Load, kind


def measures(options: Options) -> list[Measure]:
    return [
        Measure(
            f"UDPEcho/{connections}x64B",
            "msg/s",
            kind("udp", Load("udp", connections, 0, 64, options.seconds)),
            True,
        )
        for connections in (1, 100)
    ]
