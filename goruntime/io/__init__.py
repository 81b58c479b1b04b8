"""Reading and writing: the interfaces, and what is made of them.  Go: io

    n = io.Copy(dst, src)
    data = io.ReadAll(conn)
    r, w = io.Pipe()

Errors are raised.  Where Go returns a count or data together with an error, the error
carries it, as ``n`` and ``partial``.  ``to_pyfile`` and ``from_pyfile`` are the bridge
to Python's own files.
"""

from .copy import Copy, CopyBuffer, CopyN, Discard, NopCloser, WriteString
from .errors import (
    EOF,
    ErrClosedPipe,
    ErrNoProgress,
    ErrShortBuffer,
    ErrShortWrite,
    ErrUnexpectedEOF,
)
from .io import (
    ByteReader,
    ByteScanner,
    ByteWriter,
    Closer,
    ReadCloser,
    Reader,
    ReaderAt,
    ReaderFrom,
    ReadSeekCloser,
    ReadSeeker,
    ReadWriteCloser,
    ReadWriter,
    ReadWriteSeeker,
    RuneReader,
    RuneScanner,
    SeekCurrent,
    SeekEnd,
    Seeker,
    SeekStart,
    StringWriter,
    WriteCloser,
    Writer,
    WriterAt,
    WriterTo,
    WriteSeeker,
)
from .multi import MultiReader, MultiWriter
from .pipe import Pipe, PipeReader, PipeWriter
from .pyfile import from_pyfile, to_pyfile
from .read import (
    LimitedReader,
    LimitReader,
    ReadAll,
    ReadAtLeast,
    ReadFull,
    TeeReader,
)
from .section import (
    NewOffsetWriter,
    NewSectionReader,
    OffsetWriter,
    SectionReader,
)

__all__ = [
    "EOF",
    "ByteReader",
    "ByteScanner",
    "ByteWriter",
    "Closer",
    "Copy",
    "CopyBuffer",
    "CopyN",
    "Discard",
    "ErrClosedPipe",
    "ErrNoProgress",
    "ErrShortBuffer",
    "ErrShortWrite",
    "ErrUnexpectedEOF",
    "LimitReader",
    "LimitedReader",
    "MultiReader",
    "MultiWriter",
    "NewOffsetWriter",
    "NewSectionReader",
    "NopCloser",
    "OffsetWriter",
    "Pipe",
    "PipeReader",
    "PipeWriter",
    "ReadAll",
    "ReadAtLeast",
    "ReadCloser",
    "ReadFull",
    "ReadSeekCloser",
    "ReadSeeker",
    "ReadWriteCloser",
    "ReadWriteSeeker",
    "ReadWriter",
    "Reader",
    "ReaderAt",
    "ReaderFrom",
    "RuneReader",
    "RuneScanner",
    "SectionReader",
    "SeekCurrent",
    "SeekEnd",
    "SeekStart",
    "Seeker",
    "StringWriter",
    "TeeReader",
    "WriteCloser",
    "WriteSeeker",
    "WriteString",
    "Writer",
    "WriterAt",
    "WriterTo",
    "from_pyfile",
    "to_pyfile",
]
