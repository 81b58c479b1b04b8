"""The clocks.  Go: runtime/time_nofake.go"""

from time import monotonic_ns as nanotime
from time import time_ns as walltime

__all__ = ["nanotime", "walltime"]
