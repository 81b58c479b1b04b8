"""Idle: 100 busy connections, alone and beside 10,000 that say nothing.

What the idle ones cost the busy ones is the quotient of the two, which are taken by
turns.  They carry one message each when they are opened, so all have been accepted.
"""

from benchmarks.measure import Measure, Options
from benchmarks.servers import Load, sampler

SERVERS = ("goruntime", "gevent", "asyncio streams", "uvloop streams", "trio", "Go")
IDLE = 10_000
ALONE = ", none idle"


def measures(options: Options) -> list[Measure]:
    who = {}
    for server in SERVERS:
        load = Load("echo", 100, 0, 64, options.seconds)
        who[server + ALONE] = sampler(server, load)
        load = Load("echo", 100, IDLE, 64, options.seconds)
        who[server] = sampler(server, load)
    return [Measure("Idle10000", "msg/s", who, True)]
