"""Reading and writing with a buffer, and scanning.  Go: bufio

r = bufio.NewReader(conn)
line = r.ReadString("\\n")

for line in bufio.NewScanner(os.Stdin):
    ...
"""

from .errors import (
    ErrAdvanceTooFar,
    ErrBadReadCount,
    ErrBufferFull,
    ErrFinalToken,
    ErrInvalidUnreadByte,
    ErrInvalidUnreadRune,
    ErrNegativeAdvance,
    ErrNegativeCount,
    ErrTooLong,
)
from .reader import NewReader, NewReaderSize, Reader
from .readwriter import NewReadWriter, ReadWriter
from .scan import MaxScanTokenSize, NewScanner, Scanner, SplitFunc
from .split import ScanBytes, ScanLines, ScanRunes, ScanWords
from .writer import NewWriter, NewWriterSize, Writer

__all__ = [
    "ErrAdvanceTooFar",
    "ErrBadReadCount",
    "ErrBufferFull",
    "ErrFinalToken",
    "ErrInvalidUnreadByte",
    "ErrInvalidUnreadRune",
    "ErrNegativeAdvance",
    "ErrNegativeCount",
    "ErrTooLong",
    "MaxScanTokenSize",
    "NewReadWriter",
    "NewReader",
    "NewReaderSize",
    "NewScanner",
    "NewWriter",
    "NewWriterSize",
    "ReadWriter",
    "Reader",
    "ScanBytes",
    "ScanLines",
    "ScanRunes",
    "ScanWords",
    "Scanner",
    "SplitFunc",
    "Writer",
]
