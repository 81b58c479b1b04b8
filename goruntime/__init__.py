"""A Go runtime in Python."""
from .crash import set_panic_hook
from .handoff import blocking
from .hchan import RecvChan, SendChan, chan
from .panic import DeadlockError, FatalError, Panic, panic
from .park import Gosched
from .proc import Goexit, NumGoroutine, go, run
from .selectgo import default, recv, select, send
