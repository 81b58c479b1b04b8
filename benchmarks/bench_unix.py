"""Unix-stream echo: as bench_echo, by sockets without a path.

Each connection sends a message, waits for the reply, and sends the next.
"""

from benchmarks.measure import Measure, Options
from benchmarks.servers import Load, kind


def measures(options: Options) -> list[Measure]:
    return [
        Measure(
            f"UnixEcho/{connections}x64B",
            "msg/s",
            kind("unix", Load("unix", connections, 0, 64, options.seconds)),
            True,
        )
        for connections in (1, 100)
    ]
