"""A pool of workers: three goroutines take jobs from one channel, and share another.

Whoever is free takes the next job.  Closing the channel of jobs says that there are no
more: each worker's loop ends when it has been emptied.

    python examples/worker_pool.py
"""

from goruntime import RecvChan, SendChan, chan, go, run, sync, time

WORKERS = 3


def work(jobs: RecvChan[int], results: SendChan[tuple[int, int]]) -> None:
    for job in jobs:
        time.Sleep(time.Millisecond)  # it is hard work
        results.send((job, job * job))


def main() -> None:
    jobs = chan[int](10)
    results = chan[tuple[int, int]]()

    workers = sync.WaitGroup()
    for _ in range(WORKERS):
        workers.Go(work, jobs, results)

    for job in range(1, 10):
        jobs.send(job)  # does not wait: there is room for ten
    jobs.close()

    def close_when_done() -> None:
        workers.Wait()
        results.close()

    go(close_when_done)
    for job, result in results:
        print(f"job {job}: {result}")


if __name__ == "__main__":
    run(main)

# Unordered output:
# job 1: 1
# job 2: 4
# job 3: 9
# job 4: 16
# job 5: 25
# job 6: 36
# job 7: 49
# job 8: 64
# job 9: 81
