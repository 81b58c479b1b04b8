"""Echo: messages a second and what they cost, by connections and size.

Each connection sends a message, waits for the whole reply, and sends the next.
"""

from benchmarks.measure import Measure, Options
from benchmarks.servers import DEADLINE, SERVERS, Load, sampler

CONNECTIONS = (1, 100, 1000)
SIZES = (64, 1024, 16384)
MANY = 5000  # with the smallest size only


def name(connections: int, size: int) -> str:
    return f"Echo/{connections}x{size}B"


def measures(options: Options) -> list[Measure]:
    pairs = [(c, s) for c in CONNECTIONS for s in SIZES]
    if options.quick:
        pairs = [(c, s) for c, s in pairs if c == 100 or s == SIZES[0]]
    found = []
    for connections, size in [*pairs, (MANY, SIZES[0])]:
        load = Load("echo", connections, 0, size, options.seconds)
        who = {server: sampler(server, load) for server in SERVERS}
        if (connections, size) == (100, 64):
            who[DEADLINE] = sampler(DEADLINE, load)
        found.append(Measure(name(connections, size), "msg/s", who, True))
    return found
