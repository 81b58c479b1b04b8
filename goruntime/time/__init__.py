"""Time.  Go: time"""

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
from .time import Now, Since, Time, TimeLike, Until, asdeadline, astime

__all__ = [
    "Duration",
    "DurationLike",
    "Hour",
    "Microsecond",
    "Millisecond",
    "Minute",
    "Nanosecond",
    "Now",
    "Second",
    "Since",
    "Time",
    "TimeLike",
    "Until",
    "asdeadline",
    "asduration",
    "astime",
]
