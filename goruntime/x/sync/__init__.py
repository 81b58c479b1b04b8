"""More ways to bring goroutines together.  Go: golang.org/x/sync"""

from . import errgroup, semaphore, singleflight

__all__ = ["errgroup", "semaphore", "singleflight"]
