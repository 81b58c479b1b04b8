"""A DNS server that knows two addresses of every name: as fast as Python can be.

python -m benchmarks.rivals.dns_server TTL
"""

import socket
import struct
import sys

from benchmarks.rivals.parent import announce


def main() -> None:
    ttl = int(sys.argv[1])
    records = {
        1: struct.pack("!HHHIH", 0xC00C, 1, 1, ttl, 4) + b"\x7f\0\0\1",
        28: struct.pack("!HHHIH", 0xC00C, 28, 1, ttl, 16) + bytes(15) + b"\1",
    }
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    s.bind(("127.0.0.1", 0))
    announce(s.getsockname()[1])
    recvfrom, sendto = s.recvfrom, s.sendto
    while True:
        query, client = recvfrom(2048)
        end = query.index(b"\0", 12) + 5
        head = query[:2] + b"\x81\x80\0\1\0\1\0\0\0\0"
        sendto(head + query[12:end] + records[query[end - 3]], client)


if __name__ == "__main__":
    main()
