"""The portable sentinels that error numbers stand for.  Go: internal/oserror"""

from __future__ import annotations

from .. import errors


class ErrInvalid(errors.error):
    """os.ErrInvalid"""

    text = "invalid argument"


class ErrPermission(errors.error):
    """os.ErrPermission"""

    text = "permission denied"


class ErrExist(errors.error):
    """os.ErrExist"""

    text = "file already exists"


class ErrNotExist(errors.error):
    """os.ErrNotExist"""

    text = "file does not exist"


class ErrClosed(errors.error):
    """os.ErrClosed"""

    text = "file already closed"
