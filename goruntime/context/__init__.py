"""Deadlines, cancellation and values across goroutines.  Go: context"""

from .context import TODO, Background, Canceled, Context, DeadlineExceeded

__all__ = ["TODO", "Background", "Canceled", "Context", "DeadlineExceeded"]
