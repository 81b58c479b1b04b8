"""A channel of channels: a request carries the channel for its reply.

The clients need not know who serves them, nor the servers whom they serve; and any
number of either can be there.

    python examples/request_reply.py
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from goruntime import RecvChan, chan, go, run


@dataclass
class Request:
    """What is to be done, and where the result is awaited."""

    f: Callable[[list[int]], int]
    args: list[int]
    reply: chan[int] = field(default_factory=chan[int])


def serve(requests: RecvChan[Request]) -> None:
    for request in requests:
        request.reply.send(request.f(request.args))


def main() -> None:
    requests = chan[Request]()
    for _ in range(3):
        go(serve, requests)

    # All are on their way before we wait for the first reply.
    asked = [Request(f, [3, 4, 5]) for f in (sum, max, min, len)]
    for request in asked:
        go(requests.send, request)
    for request in asked:
        print(f"{request.f.__name__}: {request.reply.recv()}")


if __name__ == "__main__":
    run(main)

# Output:
# sum: 12
# max: 5
# min: 3
# len: 3
