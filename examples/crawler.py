"""A crawler: follows all links, each once, with so many connections at a time.

The main goroutine alone knows what has been seen, so there is no lock.  It counts the
pages that are on their way; at zero it is done.  A channel with room for a few tokens
bounds how many are fetched at a time.  The site is one of its own, in the same process.

    python examples/crawler.py
"""

import re
import sys

import net
from goruntime import SendChan, bufio, chan, go, io, run, sync

AT_A_TIME = 3

# --- the site -----------------------------------------------------------------

SITE = {
    "/": ["/tour", "/doc", "/blog"],
    "/tour": ["/", "/tour/flow", "/tour/channels"],
    "/tour/flow": ["/tour", "/tour/channels"],
    "/tour/channels": ["/tour", "/doc"],
    "/doc": ["/", "/doc/effective", "/doc/memory", "/blog"],
    "/doc/effective": ["/doc", "/tour/channels"],
    "/doc/memory": ["/doc", "/lost"],
    "/blog": ["/", "/blog/pipelines", "/blog/context"],
    "/blog/pipelines": ["/blog", "/blog/context"],
    "/blog/context": ["/blog", "/doc"],
}


def serve(ln: net.Listener) -> None:
    for conn in ln:
        go(respond, conn)


def respond(conn: net.Conn) -> None:
    """Answer one request, in the HTTP that was enough in 1991."""
    with conn:
        path = bufio.NewReader(conn).ReadString("\n").split()[1]
        for link in SITE.get(path, ()):
            io.WriteString(conn, f'<a href="{link}">{link}</a>\n')


# --- the crawler --------------------------------------------------------------


class Crawler:
    """Fetches pages, a bounded number at a time."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._tokens = chan[None](AT_A_TIME)
        self._fetching = sync.atomic.Int64()
        self.most = 0

    def crawl(self, root: str) -> dict[str, int]:
        """Return how many links each page has that can be reached from root."""
        pages: dict[str, int] = {}
        found = chan[tuple[str, list[str]]]()
        seen = {root}
        pending = 1
        go(self.visit, root, found)
        while pending:
            page, links = found.recv()
            pending -= 1
            pages[page] = len(links)
            for link in links:
                if link not in seen:
                    seen.add(link)
                    pending += 1
                    go(self.visit, link, found)
        return pages

    def visit(self, page: str, found: SendChan[tuple[str, list[str]]]) -> None:
        self._tokens.send(None)
        self.most = max(self.most, self._fetching.Add(1))
        try:
            links = re.findall(r'href="(.*?)"', self.fetch(page))
        except net.OpError as err:
            print("crawler:", err, file=sys.stderr)
            links = []  # it counts as done
        finally:
            self._fetching.Add(-1)
            self._tokens.recv()
        found.send((page, links))

    def fetch(self, page: str) -> str:
        with net.Dial("tcp", self._address) as conn:
            io.WriteString(conn, f"GET {page}\n")
            return io.ReadAll(conn).decode()


def main() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        go(serve, ln)
        crawler = Crawler(str(ln.Addr()))
        for page, links in sorted(crawler.crawl("/").items()):
            print(f"{page:<16}", f"{links} links" if links else "leads nowhere")
        print("never more than 3 at a time:", crawler.most <= 3)


if __name__ == "__main__":
    run(main)

# Output:
# /                3 links
# /blog            3 links
# /blog/context    2 links
# /blog/pipelines  2 links
# /doc             4 links
# /doc/effective   2 links
# /doc/memory      2 links
# /lost            leads nowhere
# /tour            3 links
# /tour/channels   2 links
# /tour/flow       2 links
# never more than 3 at a time: True
