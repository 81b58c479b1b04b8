"""Random programs on several Ms, and what must hold at their end.

Each takes a source of random numbers and raises AssertionError, hangs, or crashes if
the runtime is wrong: a value lost or doubled, a wake-up lost, two in a mutex at once.
"""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import net
from goruntime import (
    Gosched,
    chan,
    context,
    default,
    errors,
    go,
    recv,
    select,
    send,
    sync,
    time,
)
from goruntime.io import EOF, ReadFull

Program = Callable[[random.Random], None]


def channels(r: random.Random) -> None:
    """Every value that is sent on some of several channels is received once."""
    cs = [chan[int](r.choice([0, 0, 1, 3, 50])) for _ in range(r.randint(1, 4))]
    producers, each = r.randint(1, 8), r.randint(1, 60)
    got: list[list[int]] = []
    sent, received = sync.WaitGroup(), sync.WaitGroup()

    def produce(first: int, s: random.Random) -> None:
        for v in range(first, first + each):
            match s.randrange(4):
                case 0:
                    c = s.choice(cs)
                    while select(send(c, v), default)[0] == 1:
                        Gosched()
                case 1:
                    select(*(send(c, v) for c in cs))
                case _:
                    s.choice(cs).send(v)

    def consume(s: random.Random, mine: list[int]) -> None:
        open_ = list(cs)
        while open_:
            if s.randrange(3):
                i, v, ok = select(*(recv(c) for c in open_))
            else:
                i, v, ok = select(*(recv(c) for c in open_), default)
                if i == len(open_):
                    Gosched()
                    continue
            if ok:
                mine.append(v)
            else:
                del open_[i]

    for i in range(producers):
        sent.Go(produce, i * each, random.Random(r.random()))
    for _ in range(r.randint(1, 6)):
        got.append([])
        received.Go(consume, random.Random(r.random()), got[-1])
    sent.Wait()
    for c in cs:
        c.close()
    received.Wait()
    counts = Counter(v for mine in got for v in mine)
    assert counts == Counter(range(producers * each))


def pipeline(r: random.Random) -> None:
    """What goes through a chain of goroutines comes out in order."""
    n = r.randint(10, 300)
    source = c = chan[int](r.choice([0, 1, 10]))

    def stage(a: Any, b: Any) -> None:
        while True:
            v, ok = a.recv_ok()
            if not ok:
                b.close()
                return
            b.send(v + 1)

    stages = r.randint(1, 10)
    for _ in range(stages):
        nxt = chan[int](r.choice([0, 1, 10]))
        go(stage, c, nxt)
        c = nxt

    def feed() -> None:
        for i in range(n):
            source.send(i)
        source.close()

    go(feed)
    for i in range(n):
        assert c.recv_ok() == (i + stages, True)
    assert c.recv_ok()[1] is False


def locks(r: random.Random) -> None:
    """Who holds a lock is alone; readers are many, but not beside a writer."""
    mu, rw = sync.Mutex(), sync.RWMutex()
    count = inside = 0
    wg = sync.WaitGroup()
    each = r.randint(5, 60)

    def exclusive(s: random.Random) -> None:
        nonlocal count, inside
        for _ in range(each):
            with mu:
                inside += 1
                assert inside == 1
                before = count
                if s.randrange(3) == 0:
                    Gosched()
                count = before + 1
                inside -= 1

    value = 0

    def write(s: random.Random) -> None:
        nonlocal value
        for _ in range(each):
            rw.Lock()
            value += 1
            if s.randrange(3) == 0:
                Gosched()
            value += 1
            rw.Unlock()

    def read(s: random.Random) -> None:
        for _ in range(each):
            rw.RLock()
            seen = value
            if s.randrange(3) == 0:
                Gosched()
            assert value == seen
            assert seen % 2 == 0
            rw.RUnlock()

    k, w = r.randint(1, 6), r.randint(1, 3)
    for _ in range(k):
        wg.Go(exclusive, random.Random(r.random()))
    for _ in range(w):
        wg.Go(write, random.Random(r.random()))
    for _ in range(r.randint(1, 5)):
        wg.Go(read, random.Random(r.random()))
    wg.Wait()
    assert (count, value) == (k * each, 2 * w * each)


def timers(r: random.Random) -> None:
    """A timer fires once, not early, and not after a Stop that says so."""
    wg = sync.WaitGroup()
    fired = sync.atomic.Int64()
    stopped = sync.atomic.Int64()

    def sleeps(us: int) -> None:
        begin = time.Now()
        time.Sleep(us * time.Microsecond)
        assert time.Since(begin) >= us * time.Microsecond

    def races(us: int) -> None:
        done = chan[None](1)

        def fire() -> None:
            fired.Add(1)
            done.send(None)

        t = time.AfterFunc(us * time.Microsecond, fire)
        time.Sleep(r.randrange(500) * time.Microsecond)
        if t.Stop():
            stopped.Add(1)
        else:
            done.recv()

    def waits(us: int) -> None:
        c = chan[int]()
        i, _, _ = select(recv(c), recv(time.After(us * time.Microsecond)))
        assert i == 1

    n = r.randint(3, 30)
    for _ in range(n):
        wg.Go(races, r.randrange(500))
        wg.Go(r.choice([sleeps, waits]), r.randrange(2000))
    wg.Wait()
    assert fired.Load() + stopped.Load() == n


def contexts(r: random.Random) -> None:
    """What is below a context that ends, ends with its cause."""
    root, cancel = context.WithCancelCause(context.Background())
    wg = sync.WaitGroup()
    why = errors.New("the end")

    def waits(ctx: Any) -> None:
        ctx.Done().recv()
        assert context.Cause(ctx) in (why, context.DeadlineExceeded)

    tree: list[Any] = [root]
    for _ in range(r.randint(2, 30)):
        parent = r.choice(tree)
        if r.randrange(3):
            ctx, _ = context.WithCancel(parent)
        else:
            ctx, _ = context.WithTimeout(parent, r.randrange(3000) * time.Microsecond)
        tree.append(ctx)
        wg.Go(waits, ctx)
    for _ in range(3):
        wg.Go(cancel, why)
    wg.Wait()
    assert all(ctx.Err() is not None for ctx in tree)


def network(r: random.Random) -> None:
    """What is sent over connections comes back, whatever else is closed meanwhile."""
    kind = r.choice(["tcp", "tcp", "pipe"])
    wg = sync.WaitGroup()

    def echo(c: Any) -> None:
        with c:
            buf = bytearray(2048)
            with suppress(EOF, net.OpError):
                while True:
                    c.Write(bytes(buf[: c.Read(buf)]))

    def talk(c: Any, s: random.Random) -> None:
        with c:
            for _ in range(s.randint(1, 20)):
                data = s.randbytes(s.randint(1, 4000))
                writing = sync.WaitGroup()
                writing.Go(c.Write, data)
                back = bytearray(len(data))
                ReadFull(c, back)
                assert back == data
                writing.Wait()

    def torn(c: Any, s: random.Random) -> None:
        """Closed, or late, under use."""

        def tears() -> None:
            time.Sleep(s.randrange(1000) * time.Microsecond)
            with suppress(net.OpError):
                c.Close()

        tearing = sync.WaitGroup()
        tearing.Go(tears)
        with suppress(EOF, net.OpError, errors.error):
            if s.randrange(2):
                late = s.randrange(2000) * time.Microsecond
                c.SetDeadline(time.Now().Add(late))
            while True:
                c.Write(b"x" * s.randint(1, 1000))
                c.Read(bytearray(10))
        tearing.Wait()

    clients = r.randint(1, 8)
    if kind == "pipe":
        for _ in range(clients):
            a, b = net.Pipe()
            wg.Go(echo, a)
            wg.Go(talk, b, random.Random(r.random()))
        wg.Wait()
        return
    ln = net.Listen("tcp", "127.0.0.1:0")

    def serve() -> None:
        with suppress(net.OpError):
            while True:
                wg.Go(echo, ln.Accept())

    def client(s: random.Random) -> None:
        c = net.Dial("tcp", ln.Addr().String())
        s.choice([talk, talk, torn])(c, s)

    serving = sync.WaitGroup()
    serving.Go(serve)
    dialing = sync.WaitGroup()
    for _ in range(clients):
        dialing.Go(client, random.Random(r.random()))
    dialing.Wait()
    ln.Close()
    serving.Wait()
    wg.Wait()


PROGRAMS: tuple[Program, ...] = (
    channels,
    pipeline,
    locks,
    timers,
    contexts,
    network,
)


def several(r: random.Random) -> None:
    """Run some of the programs at once."""
    wg = sync.WaitGroup()
    for _ in range(r.randint(1, 4)):
        wg.Go(r.choice(PROGRAMS), random.Random(r.random()))
    wg.Wait()
