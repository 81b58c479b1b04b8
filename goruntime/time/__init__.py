"""Time: durations, instants, timers.  Go: time"""

from .duration import (
    Duration,
    DurationLike,
    Hour,
    Microsecond,
    Millisecond,
    Minute,
    Nanosecond,
    Second,
    asduration,
)
from .sleep import After, AfterFunc, NewTimer, Sleep, Timer
from .tick import NewTicker, Tick, Ticker
from .time import Now, Since, Time, TimeLike, Until, asdeadline, astime

__all__ = [
    "After",
    "AfterFunc",
    "Duration",
    "DurationLike",
    "Hour",
    "Microsecond",
    "Millisecond",
    "Minute",
    "Nanosecond",
    "NewTicker",
    "NewTimer",
    "Now",
    "Second",
    "Since",
    "Sleep",
    "Tick",
    "Ticker",
    "Time",
    "TimeLike",
    "Timer",
    "Until",
    "asdeadline",
    "asduration",
    "astime",
]
