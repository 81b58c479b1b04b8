"""Text as error messages show it.  Go: time/format.go, quote"""

from __future__ import annotations


def utf8(s: str) -> bytes:
    """Return the bytes of s, whatever is in it."""
    try:
        return s.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return s.encode("utf-8", "surrogatepass")


def quote(s: str) -> str:
    """Return s in double quotes; what is not printable ASCII as ``\\x`` and byte."""
    out = ['"']
    for byte in utf8(s):
        if byte >= 0x80 or byte < 0x20:
            out.append(f"\\x{byte:02x}")
        elif byte in b'"\\':
            out.append("\\" + chr(byte))
        else:
            out.append(chr(byte))
    out.append('"')
    return "".join(out)
