"""Accept: connect, one message there and back, close; connections a second.

The message is needed: the kernel completes a connection that the server never accepts.
"""

from benchmarks.measure import Measure, Options
from benchmarks.servers import SERVERS, Load, sampler


def measures(options: Options) -> list[Measure]:
    load = Load("accept", connections=50, seconds=options.seconds)
    who = {server: sampler(server, load) for server in SERVERS}
    return [Measure("Accept", "conn/s", who, True)]
