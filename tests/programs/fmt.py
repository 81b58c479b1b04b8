"""What the ports need of Go's fmt: print values as %v shows them.  Go: fmt/print.go"""

from collections.abc import Iterable


def Sprint(*args: object) -> str:
    """Return the values as text, with spaces between two that are not strings."""
    text = ""
    for i, arg in enumerate(args):
        if i and not isinstance(arg, str) and not isinstance(args[i - 1], str):
            text += " "
        text += show(arg)
    return text


def Println(*args: object) -> None:
    """Print the values with spaces between them."""
    print(*map(show, args))


def Print(*args: object) -> None:
    """Print the values, with spaces between two that are not strings."""
    print(Sprint(*args), end="")


def show(value: object) -> str:
    """Return a value as %v shows it."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def quote(text: str | bytes | Iterable[int]) -> str:
    """Return text as %q shows it, if all of it can be printed."""
    if not isinstance(text, str):
        text = bytes(text).decode(errors="replace")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
