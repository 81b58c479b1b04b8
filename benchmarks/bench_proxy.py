"""Proxy: one connection copied into another, by io.Copy, in pieces of 64 KiB.

The rivals receive and send.  ProxyCPU is what a GiB costs the proxy, which is not held
back by how fast the load is, as its speed can be.  Go: BenchmarkSplice
"""

from benchmarks import streams
from benchmarks.measure import Measure, Options


def measures(options: Options) -> list[Measure]:
    return streams.measures("Proxy", options)
