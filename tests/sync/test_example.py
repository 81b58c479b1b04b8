"""The examples of Go's package documentation, and what they print."""

from pathlib import Path

import pytest

from goruntime import bytes as go_bytes
from goruntime import chan, go, io, os, sync, time

bufs = sync.Pool(New=go_bytes.Buffer)


def log(w: io.Writer, key: str, val: str) -> None:
    """Write a line of a log, made in a buffer from the pool."""
    b = bufs.Get()
    b.Reset()
    b.WriteString(time.Unix(1136214245, 0).UTC().Format(time.RFC3339))
    io.WriteString(b, f" {key}={val}\n")
    w.Write(b.Bytes())
    bufs.Put(b)


@pytest.mark.from_go("sync/example_pool_test.go", "ExamplePool")
def test_a_pool_of_buffers() -> None:
    out = go_bytes.Buffer()
    log(out, "path", "/search?q=flowers")
    log(out, "path", "/")  # by what the first one left there
    assert out.String().splitlines() == [
        "2006-01-02T15:04:05Z path=/search?q=flowers",
        "2006-01-02T15:04:05Z path=/",
    ]


@pytest.mark.from_go("sync/example_test.go", "ExampleWaitGroup")
@pytest.mark.from_go("sync/example_test.go", "ExampleWaitGroup_addAndDone")
def test_a_wait_group_waits_for_what_was_fetched() -> None:
    urls = ["http://www.golang.org/", "http://www.google.com/", "http://example.com/"]
    got: list[str] = []
    wg = sync.WaitGroup()

    def fetch(url: str) -> None:
        try:
            got.append(url)
        finally:
            wg.Done()

    for url in urls:
        wg.Go(got.append, url)
        wg.Add(1)
        go(fetch, url)
    wg.Wait()
    assert sorted(got) == sorted(urls * 2)


@pytest.mark.from_go("sync/example_test.go", "ExampleOnce")
def test_once_is_once_for_ten_goroutines(capsys: pytest.CaptureFixture[str]) -> None:
    once = sync.Once()
    done = chan[bool]()

    def work() -> None:
        once.Do(lambda: print("Only once"))
        done.send(True)

    for _ in range(10):
        go(work)
    for _ in range(10):
        done.recv()
    assert capsys.readouterr().out == "Only once\n"


@pytest.mark.from_go("sync/example_test.go", "ExampleOnceValue")
def test_a_sum_that_is_computed_once(capsys: pytest.CaptureFixture[str]) -> None:
    def compute() -> int:
        total = sum(range(1000))
        print("Computed once:", total)
        return total

    once = sync.OnceValue(compute)
    sums = chan[int]()
    for _ in range(10):
        go(lambda: sums.send(once()))
    assert [sums.recv() for _ in range(10)] == [499500] * 10
    assert capsys.readouterr().out == "Computed once: 499500\n"


@pytest.mark.from_go("sync/example_test.go", "ExampleOnceValues")
def test_a_file_that_is_read_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "example"
    file.write_bytes(b"what is in it")

    def read() -> bytes:  # Go's pair of data and error is one: the error is raised
        print("Reading file once")
        return os.ReadFile(file)

    once = sync.OnceValue(read)
    contents = chan[bytes]()
    for _ in range(10):
        go(lambda: contents.send(once()))
    assert [contents.recv() for _ in range(10)] == [b"what is in it"] * 10
    assert capsys.readouterr().out == "Reading file once\n"
