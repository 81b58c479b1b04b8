"""Layouts: how a time is to be written, shown with an example.  Go: time/format.go

The example is always the same instant, seven hours west of UTC:

    Mon Jan 2 15:04:05 MST 2006

What of a layout is an element of it is replaced or parsed, the rest stands for itself:

    year           2006 06
    month          January Jan 01 1
    day            02 _2 2; of the year 002 __2
    weekday        Monday Mon
    hour           15; of twelve 03 3, with PM or pm
    minute         04 4
    second         05 5; its fraction .000 or ,000; without trailing zeros .999 or ,999
    zone           MST
    offset         -07 -0700 -07:00 -070000 -07:00:00; with Z for -, UTC is written Z
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

Layout: Final = "01/02 03:04:05PM '06 -0700"
ANSIC: Final = "Mon Jan _2 15:04:05 2006"
UnixDate: Final = "Mon Jan _2 15:04:05 MST 2006"
RubyDate: Final = "Mon Jan 02 15:04:05 -0700 2006"
RFC822: Final = "02 Jan 06 15:04 MST"
RFC822Z: Final = "02 Jan 06 15:04 -0700"
RFC850: Final = "Monday, 02-Jan-06 15:04:05 MST"
RFC1123: Final = "Mon, 02 Jan 2006 15:04:05 MST"
RFC1123Z: Final = "Mon, 02 Jan 2006 15:04:05 -0700"
RFC3339: Final = "2006-01-02T15:04:05Z07:00"
RFC3339Nano: Final = "2006-01-02T15:04:05.999999999Z07:00"
Kitchen: Final = "3:04PM"
Stamp: Final = "Jan _2 15:04:05"
StampMilli: Final = "Jan _2 15:04:05.000"
StampMicro: Final = "Jan _2 15:04:05.000000"
StampNano: Final = "Jan _2 15:04:05.000000000"
DateTime: Final = "2006-01-02 15:04:05"
DateOnly: Final = "2006-01-02"
TimeOnly: Final = "15:04:05"

# Where several match, the first does.
ELEMENT: Final = re.compile(
    r"""
    January | Jan(?![a-z])          # no part of a word: Janet
    | Monday | Mon(?![a-z]) | MST
    | 0[1-6] | 002
    | 15 | 1
    | 2006 | 2
    | _2(?!006) | __2               # the _ of _2006 stands for itself
    | 3 | 4 | 5
    | PM | pm
    | [-Z]070000 | [-Z]07:00:00 | [-Z]0700 | [-Z]07:00 | [-Z]07
    | [.,](?:0+|9+)(?![0-9])        # with another digit after it, no fraction
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=256)
def split(layout: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return a layout's elements, each with the text before it, and the text after."""
    chunks = []
    pos = 0
    for m in ELEMENT.finditer(layout):
        chunks.append((layout[pos : m.start()], m[0]))
        pos = m.end()
    return tuple(chunks), layout[pos:]
