"""Locks, and what else goroutines wait for one another by.  Go: sync"""

from . import atomic
from .cond import Cond, NewCond
from .map import Map
from .mutex import Locker, Mutex
from .once import Once, OnceFunc, OnceValue, OnceValues
from .pool import Pool
from .rwmutex import RWMutex
from .waitgroup import WaitGroup

__all__ = [
    "Cond",
    "Locker",
    "Map",
    "Mutex",
    "NewCond",
    "Once",
    "OnceFunc",
    "OnceValue",
    "OnceValues",
    "Pool",
    "RWMutex",
    "WaitGroup",
    "atomic",
]
