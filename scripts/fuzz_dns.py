"""Ask Go and us what files and DNS answers say, and show where we differ.

    python scripts/fuzz_dns.py --count 100000
    python scripts/fuzz_dns.py --record tests/net/data/dns.jsonl

Inputs are the same for the same seed.  Go answers by tests/net/data/dns_oracle.go.txt,
which becomes a part of net's own tests.  It needs the go command: $GO, or on PATH.

An address whose record has a wrong length is one to Go; to us it cannot be read.
"""

import argparse
import base64
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from net import hook  # noqa: E402
from tests.net.test_dns_corpus import KINDS  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

ORACLE = ROOT / "tests/net/data/dns_oracle.go.txt"
SHOWN = 20  # differences
RECORDED = 45  # of a kind
LONGEST = 300  # bytes, of what is recorded

WHITE = [b" ", b" ", b"\t", b"\n", b"\n", b"\r\n", b"#", b"\x0b", b"\xff", b"\xc3\x84"]
NAMES = [b"a", b"B", b"1", b".", b".", b"-", b"_", b"com", b"a" * 63, b"a" * 60]
NAMES += [b"x" * 40 + b".", b"\\", b"%", b"\xc3\xa4", b" ", b"\0"]
RESOLV = (
    b"""nameserver domain search options lookup sortlist 1.1.1.1 8.8.8.8 ::1
    fe80::1%lo0 1.2.3.256 ndots: ndots:3 ndots:99 timeout: timeout:2 timeout:0 attempts:
    attempts:7 rotate use-vc single-request trust-ad edns0 no-reload - 1 9999999
    99999999999 a.b x. . ; file bind : \x85""".split()
    + WHITE
)
NSSWITCH = (
    b"""hosts passwd : : [ ] ! = files dns mdns4 NOTFOUND=return success=return
    UNAVAIL=continue tryagain=CONTINUE x""".split()
    + WHITE
)
HOSTS = (
    b"""127.0.0.1 ::1 fe80::1%lo0 ::ffff:1.2.3.4 1.2.3 1.2.3.04 2001:DB8::1
    localhost LocalHost a.b A.B. . x % \xe2\x84\xaa""".split()
    + WHITE
)
QUESTION = b"\3www\4test\0\0\1\0\1"


class Inputs:
    """Makes inputs of a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.kinds: dict[str, Callable[[], bytes]] = {
            "name": lambda: self.words(NAMES, 4, 8, 12),
            "resolv": lambda: self.words(RESOLV, 6, 20, 40),
            "nss": lambda: self.words(NSSWITCH, 6, 20, 40),
            "hosts": lambda: self.words(HOSTS, 6, 20, 40),
            "msg": self.message,
        }

    def words(self, words: list[bytes], *most: int) -> bytes:
        count = self.random.randrange(self.random.choice(most))
        return b"".join(self.random.choices(words, k=count))

    def junk(self, most: int) -> bytes:
        return self.random.randbytes(self.random.randrange(most))

    def name(self) -> bytes:
        """Make a record's name: good ones, and what may be taken for one."""
        r = self.random
        odd = [b"\1a\xc0\x10", b"\0", b"\3a.b\0", b"\3foo\4test\0"]
        odd.append(struct.pack("!H", 0xC000 | r.randrange(80)))
        odd.append(bytes([r.randrange(256)]) + self.junk(12))
        last = r.randrange(56, 63)
        odd.append((b"\x3f" + b"a" * 63) * 3 + bytes([last]) + b"d" * last + b"\0")
        return b"\xc0\x0c" if r.random() < 0.5 else r.choice(odd)

    def record(self) -> bytes:
        r = self.random
        kind = r.choice([1, 1, 1, 5, 28, 15, 16, 2, 41, 6, r.randrange(65536)])
        usual = {1: b"abcd", 28: b"0123456789abcdef", 5: self.name(), 41: b""}
        data = usual.get(kind, b"") if r.random() < 0.85 else self.junk(20)
        size = len(data)
        if r.random() < 0.07:
            size = r.choice([0, 3, 4, 5, size + 1, r.randrange(65536)])
        ttl = r.choice([0, 60, 1 << 24, 3 << 24, 1 << 16, r.getrandbits(32)])
        return self.name() + struct.pack("!2HIH", kind, 1, ttl, size) + data

    def message(self) -> bytes:
        r = self.random
        counts = [r.choice(c) for c in ([0, 1, 1, 2, 3], [0, 0, 1], [0, 1, 1, 2])]
        records = b"".join(self.record() for _ in range(sum(counts)))
        if r.random() < 0.05:
            counts[r.randrange(3)] = r.choice([0, 1, 2, 9, 65535])
        usual = [0x8180, 0x8180, 0x8400, 0x8000, 0x8380, 0x0100, 0x8183, 0x8182]
        bits = r.choice([*usual, r.randrange(65536)])
        question = QUESTION
        if r.random() < 0.1:
            other = [QUESTION.upper(), QUESTION[:-1] + b"\3", QUESTION + QUESTION]
            question = r.choice([*other, self.name() + b"\0\1\0\1"])
        asked = r.choice([1] * 20 + [0, 2, 3])
        wire = struct.pack("!6H", r.choice([7] * 30 + [8]), bits, asked, *counts)
        wire += question + records
        if r.random() < 0.1:
            return wire[: r.randrange(len(wire) + 1)]
        if r.random() < 0.1:
            at = r.randrange(len(wire))
            return wire[:at] + self.junk(4) + wire[at + 1 :]
        return wire


def build(folder: str) -> str:
    """Compile net's tests with ours among them; return the program's path."""
    go = shutil.which(os.environ.get("GO", "go"))
    if go is None:
        sys.exit("no go command: set $GO")
    root = subprocess.check_output([go, "env", "GOROOT"], text=True).strip()
    overlay = Path(folder, "overlay.json")
    place = f"{root}/src/net/zz_oracle_test.go"
    overlay.write_text(json.dumps({"Replace": {place: str(ORACLE)}}))
    program = f"{folder}/oracle"
    words = [go, "test", "-c", "-overlay", str(overlay), "-o", program, "net"]
    subprocess.run(words, check=True)
    return program


def ask(program: str, kind: str, inputs: list[bytes], folder: str) -> list[Any]:
    """Return what Go makes of the inputs."""
    given, told = Path(folder, "in"), Path(folder, "out")
    lines = (f"{kind} {base64.b64encode(data).decode()}\n" for data in inputs)
    given.write_text("".join(lines))
    env = {**os.environ, "ORACLE_IN": str(given), "ORACLE_OUT": str(told)}
    words = [program, "-test.run", "^TestOracle$"]
    subprocess.run(words, env=env, check=True, stdout=subprocess.DEVNULL)
    return [json.loads(line) for line in told.read_text().splitlines()]


def stricter(ours: Any, want: Any) -> bool:
    """Tell whether we have stopped at a record that Go has taken."""
    if not isinstance(ours, list) or len(ours) != 4 or not isinstance(want[1], list):
        return False
    return ours[3] is True and ours[1] == want[1][: len(ours[1])]


def main() -> None:
    """Ask both; exit with status 1 if they differ."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--count", type=int, default=20_000, help="of each kind")
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--record", type=Path)
    given = args.parse_args()
    hook.getHostname = lambda: "host.domain.local"
    differ = 0
    recorded = []
    with tempfile.TemporaryDirectory() as folder:
        program = build(folder)
        for kind, make in Inputs(given.seed).kinds.items():
            inputs = [make() for _ in range(given.count)]
            kept: dict[str, int] = {}
            for data, want in zip(
                inputs, ask(program, kind, inputs, folder), strict=True
            ):
                ours = KINDS[kind](data, Path(folder))
                if ours != want and not (kind == "msg" and stricter(ours, want)):
                    differ += 1
                    if differ <= SHOWN:
                        print(f"{kind} {data!r}\n  Go:   {want}\n  ours: {ours}")
                sort = str(want)[:16]
                few = kept.get(sort, 0) < 6 and sum(kept.values()) < RECORDED
                if ours == want and few and len(data) <= LONGEST:
                    kept[sort] = kept.get(sort, 0) + 1
                    text = base64.b64encode(data).decode()
                    recorded.append({"kind": kind, "in": text, "want": want})
            print(f"{kind}: {len(inputs)} inputs, {differ} differences until now")
    if given.record:
        rows = [json.dumps(row, separators=(",", ":")) + "\n" for row in recorded]
        given.record.write_text("".join(rows))
    sys.exit(differ != 0)


if __name__ == "__main__":
    main()
