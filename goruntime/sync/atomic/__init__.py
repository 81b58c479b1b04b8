"""What changes in one step, whoever looks, on whatever thread.  Go: sync/atomic

Go's functions on plain variables (AddInt32 and so on) have no place in Python,
which has no pointers to variables; Go's own advice is to use the types.
"""

from .type import Bool, Int32, Int64, Pointer, Uint32, Uint64, Uintptr, Value

__all__ = ["Bool", "Int32", "Int64", "Pointer", "Uint32", "Uint64", "Uintptr", "Value"]
