"""Rate limits: one request a tick, steadily; or a few at once after a quiet time.

A ticker is the steady one.  A channel with room for three tokens, which a goroutine
refills at every tick, is the bursty one: who wants to go on takes a token.

    python examples/rate_limiter.py
"""

from goruntime import chan, default, go, run, select, send, time

TICK = 20 * time.Millisecond
BURST = 3


def steady() -> None:
    begin = time.Now()
    with time.NewTicker(TICK) as limiter:
        for number in range(1, 6):
            limiter.C.recv()
            print("steady: request", number)
    print("steady: took five ticks at least:", time.Since(begin) >= 5 * TICK)


def bursty() -> None:
    tokens = chan[None](BURST)
    for _ in range(BURST):
        tokens.send(None)

    def refill() -> None:
        with time.NewTicker(TICK) as ticker:
            for _ in ticker.C:
                select(send(tokens, None), default)  # when it is full: thrown away

    begin = time.Now()
    go(refill)
    for number in range(1, 6):
        tokens.recv()
        print("bursty: request", number)
    print("bursty: took two ticks at least:", time.Since(begin) >= 2 * TICK)


def main() -> None:
    steady()
    bursty()


if __name__ == "__main__":
    run(main)

# Output:
# steady: request 1
# steady: request 2
# steady: request 3
# steady: request 4
# steady: request 5
# steady: took five ticks at least: True
# bursty: request 1
# bursty: request 2
# bursty: request 3
# bursty: request 4
# bursty: request 5
# bursty: took two ticks at least: True
