"""Sendfile: a file of 1 GiB, all in memory, into a connection.  Go: BenchmarkSendFile

SendfileCPU is what a GiB costs the server.  Where the disk is short of room the file
has 256 MiB.
"""

import shutil

from benchmarks import streams, toolchain
from benchmarks.measure import Measure, Options, Sample

FILE = toolchain.OUT / "sendfile.bin"  # the rivals know its name
PIECE = 1 << 20


def measures(options: Options) -> list[Measure]:
    return [
        Measure(
            m.name,
            m.unit,
            {who: prepared(take) for who, take in m.contestants.items()},
            m.higher_is_better,
        )
        for m in streams.measures("Sendfile", options)
    ]


def prepared(take: streams.Sampler) -> streams.Sampler:
    """Return take with the file made before it, if there is none."""

    def sample() -> Sample:
        if not FILE.exists():
            toolchain.OUT.mkdir(exist_ok=True)
            pieces = 1024 if shutil.disk_usage(toolchain.OUT).free > 4 << 30 else 256
            with open(FILE, "wb") as f:
                for i in range(pieces):
                    f.write(bytes([i % 256]) * PIECE)
        return take()

    return sample
