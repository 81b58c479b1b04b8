"""The picture: messages a second by server, as an SVG bar chart."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from benchmarks.bench_echo import SIZES, name
from benchmarks.measure import US, Result
from benchmarks.report import ordered
from benchmarks.servers import CEILINGS, SERVERS
from benchmarks.targets import Results

WIDTH, LEFT, RIGHT = 760, 150, 130
BAR, GAP, HEAD = 18, 6, 44

SHOWN = (100, 1000, 1)  # connections; one alone shows mostly the kernel's wake-up

OURS, RIVAL, CEILING = "#00758d", "#9db4bf", "#dcdcdc"
FONT = "font-family='Helvetica, Arial, sans-serif'"


def picture(results: Results) -> str:
    """Return the SVG, or nothing if the run has no echo to show."""
    wanted = [name(connections, SIZES[0]) for connections in SHOWN]
    panels = [results[w] for w in wanted if w in results and results[w].samples]
    if not panels:
        return ""
    parts = []
    top = 34
    for result in panels:
        drawn, height = panel(result, top)
        parts += drawn
        top += height + 14
    height = top + 22
    foot = (
        "Line: slowest to fastest round. Grey: bare loops without tasks, "
        "what machine and load generator can carry."
    )
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' "
            f"width='{WIDTH}' height='{height}' {FONT} font-size='13' fill='#222'>",
            "<title>Echo servers: messages a second on one core</title>",
            f"<rect width='{WIDTH}' height='{height}' fill='white'/>",
            text(16, 24, "Echo servers: messages a second on one core", "16", True),
            *parts,
            text(16, height - 12, foot, "11"),
            "</svg>\n",
        ]
    )


def panel(result: Result, top: int) -> tuple[list[str], int]:
    """Draw one number of connections."""
    servers = [who for who in ordered(result) if who in SERVERS]
    connections = result.measure.name.partition("/")[2].partition("x")[0]
    plural = "" if connections == "1" else "s"
    title = f"{int(connections):,} connection{plural}, {SIZES[0]} bytes"
    drawn = [text(16, top + 26, title, "13", True)]
    most = max(max(result.values(who)) for who in servers)
    y = top + HEAD - 8
    for who in servers:
        drawn += bar(who, result.values(who), result.median(who) or 0.0, most, y)
        y += BAR + GAP
    return drawn, y - top


def bar(
    who: str, values: Sequence[float], median: float, most: float, y: int
) -> list[str]:
    scale = (WIDTH - LEFT - RIGHT) / most
    colour = OURS if who == US else CEILING if who in CEILINGS else RIVAL
    low, high = LEFT + min(values) * scale, LEFT + max(values) * scale
    middle, base = y + BAR / 2, y + BAR - 5
    return [
        f"<text x='{LEFT - 8}' y='{base}' text-anchor='end'{weight(who == US)}>"
        f"{escape(who)}</text>",
        f"<rect x='{LEFT}' y='{y}' width='{median * scale:.1f}' height='{BAR}' "
        f"fill='{colour}'/>",
        f"<line x1='{low:.1f}' x2='{high:.1f}' y1='{middle}' y2='{middle}' "
        f"stroke='#444' stroke-width='1.5'/>",
        text(
            max(high, LEFT + median * scale) + 8,
            base,
            f"{median:,.0f}",
            "13",
            who == US,
        ),
    ]


def text(x: float, y: float, words: str, size: str, bold: bool = False) -> str:
    return (
        f"<text x='{x:.1f}' y='{y}' font-size='{size}'{weight(bold)}>"
        f"{escape(words)}</text>"
    )


def weight(bold: bool) -> str:
    return " font-weight='bold'" if bold else ""
