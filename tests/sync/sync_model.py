"""What Go says of package sync, as tables: the models of test_sync_model.py.

A world is a tuple that never changes; a model yields each world that Go allows once a
task has done its first operation.  A mutex leaves open whether Unlock hands it over or
lets newcomers compete with the one that it wakes (Go: normal and starvation mode); that
those who wait stay in line is not left open.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

# A method and its argument, 0 if it has none.
Op = tuple[str, int]


class Task(NamedTuple):
    """A goroutine: what it has still to do, and what came of the rest."""

    ops: tuple[Op, ...] = ()
    waiting: bool = False  # its first operation does
    outcomes: tuple[object, ...] = ()


class World(NamedTuple):
    """One thing of package sync, as its model has it, and who uses it."""

    thing: Any
    tasks: tuple[Task, ...]


class Lock(NamedTuple):
    """A mutex: who waits, the first one first, and who was woken to try again."""

    locked: bool = False
    queue: tuple[int, ...] = ()
    coming: int = -1


def finish(world: World, i: int, outcome: object = None) -> World:
    """Task i's operation is over."""
    task = world.tasks[i]
    done = Task(task.ops[1:], False, (*task.outcomes, outcome))
    if isinstance(outcome, str):
        done = done._replace(ops=())  # a panic
    return put(world, i, done)


def sleep(world: World, i: int) -> World:
    """Task i waits."""
    return put(world, i, world.tasks[i]._replace(waiting=True))


def wake(world: World, i: int) -> World:
    """Task i goes on with its operation."""
    return put(world, i, world.tasks[i]._replace(waiting=False))


def put(world: World, i: int, task: Task) -> World:
    """Return the world with another task in the place of one."""
    tasks = world.tasks
    return world._replace(tasks=(*tasks[:i], task, *tasks[i + 1 :]))


def lock(mu: Lock, i: int) -> tuple[Lock, bool]:
    """Return mu once task i has tried to lock it, and whether it did."""
    again = mu.coming == i
    if again:
        mu = mu._replace(coming=-1)
    if not mu.locked:
        return mu._replace(locked=True), True
    return mu._replace(queue=(i, *mu.queue) if again else (*mu.queue, i)), False


def unlock(mu: Lock) -> Iterator[tuple[Lock, int, bool]]:
    """Yield mu once it is unlocked, whom that wakes, and whether he has it."""
    if not mu.queue:
        yield mu._replace(locked=False), -1, False
        return
    first, rest = mu.queue[0], mu.queue[1:]
    yield mu._replace(queue=rest), first, True
    if mu.coming >= 0:
        yield mu._replace(locked=False), -1, False
    else:
        yield Lock(False, rest, first), first, False


class MutexModel:
    """Go: sync.Mutex, sync.Cond

    L is the mutex of the Cond; line: who waits for a signal.
    """

    class Thing(NamedTuple):
        """A Cond and its mutex."""

        mu: Lock = Lock()
        line: tuple[int, ...] = ()

    def execute(self, world: World, i: int) -> Iterator[World]:
        thing: MutexModel.Thing = world.thing
        (name, _), mu = world.tasks[i].ops[0], thing.mu
        if name == "TryLock":
            now = thing._replace(mu=mu._replace(locked=True))
            yield finish(world._replace(thing=now), i, not mu.locked)
        elif name == "Lock":
            mu, done = lock(mu, i)
            world = world._replace(thing=thing._replace(mu=mu))
            yield finish(world, i) if done else sleep(world, i)
        elif name == "Unlock":
            yield from self.unlocked(finish(world, i))
        elif name == "Wait":
            now = thing._replace(line=(*thing.line, i))
            yield from self.unlocked(sleep(world._replace(thing=now), i))
        else:
            n = 1 if name == "Signal" else len(thing.line)
            world = world._replace(thing=thing._replace(line=thing.line[n:]))
            for j in thing.line[:n]:
                task = world.tasks[j]
                locking = (("Lock", 0), *task.ops[1:])
                world = put(world, j, task._replace(ops=locking, waiting=False))
            yield finish(world, i)

    def unlocked(self, world: World) -> Iterator[World]:
        """Yield what comes of unlocking the mutex."""
        for mu, first, has_it in unlock(world.thing.mu):
            after = world._replace(thing=world.thing._replace(mu=mu))
            if first >= 0:
                after = finish(after, first) if has_it else wake(after, first)
            yield after

    def harmless(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what may be done at any time."""
        return [(("Lock", 0),), (("TryLock", 0),), (("Signal", 0),)]

    def releases(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what lets others go, and does not wait."""
        if thing.mu.locked:
            return [(("Unlock", 0),)]
        return [(("Broadcast", 0),)] if thing.line else []

    def special(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what may be done once, in this state."""
        if not thing.mu.locked:
            return [(("Lock", 0), ("Wait", 0)), (("Lock", 0), ("Unlock", 0))]
        return [
            (("Unlock", 0),),
            (("Unlock", 0), ("Lock", 0)),
            (("Wait", 0), ("Unlock", 0)),
            (("Wait", 0),),
            (("Broadcast", 0),),
        ]


class RWMutexModel:
    """Go: sync.RWMutex"""

    class Thing(NamedTuple):
        """Readers, the writer who has it or is next, the others in line."""

        readers: int = 0
        writer: int = -1
        line: tuple[int, ...] = ()  # of readers
        mu: Lock = Lock()  # among writers
        owner: int = -1  # of mu, on his way to become the writer

    def execute(self, world: World, i: int) -> Iterator[World]:
        t: RWMutexModel.Thing = world.thing
        (name, _) = world.tasks[i].ops[0]
        if name == "RLock":
            if t.writer >= 0:
                yield sleep(world._replace(thing=t._replace(line=(*t.line, i))), i)
            else:
                now = t._replace(readers=t.readers + 1)
                yield finish(world._replace(thing=now), i)
        elif name == "TryRLock":
            done = t.writer < 0
            now = t._replace(readers=t.readers + done)
            yield finish(world._replace(thing=now), i, done)
        elif name == "RUnlock":
            now = t._replace(readers=t.readers - 1)
            world = finish(world._replace(thing=now), i)
            last = not now.readers and t.writer >= 0
            yield finish(world, t.writer) if last else world
        elif name == "TryLock":
            done = not t.mu.locked and not t.readers
            if done:
                t = t._replace(mu=t.mu._replace(locked=True), writer=i)
            yield finish(world._replace(thing=t), i, done)
        elif name == "Lock":
            mu, done = (t.mu, True) if t.owner == i else lock(t.mu, i)
            if not done:
                yield sleep(world._replace(thing=t._replace(mu=mu)), i)
                return
            world = world._replace(thing=t._replace(mu=mu, writer=i, owner=-1))
            yield sleep(world, i) if t.readers else finish(world, i)
        else:
            world = finish(world, i)
            for reader in t.line:
                world = finish(world, reader)
            for mu, first, has_it in unlock(t.mu):
                now = t._replace(
                    readers=len(t.line),
                    writer=-1,
                    line=(),
                    mu=mu,
                    owner=first if has_it else -1,
                )
                after = world._replace(thing=now)
                yield wake(after, first) if first >= 0 else after

    def harmless(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what may be done at any time."""
        names = "Lock", "RLock", "RLock", "TryLock", "TryRLock"
        return [((name, 0),) for name in names]

    def releases(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what lets others go, and does not wait."""
        if thing.readers:
            return [(("RUnlock", 0),)]
        return [(("Unlock", 0),)] if thing.writer >= 0 else []

    def special(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what may be done once, in this state."""
        if thing.readers:
            return [(("RUnlock", 0),), (("RUnlock", 0), ("RLock", 0))]
        if thing.writer >= 0:
            return [(("Unlock", 0),), (("Unlock", 0), ("Lock", 0))]
        return [(("RLock", 0), ("RUnlock", 0))]


class WaitGroupModel:
    """Go: sync.WaitGroup"""

    class Thing(NamedTuple):
        """How many are to be done, and who waits."""

        tasks: int = 0
        waiters: tuple[int, ...] = ()

    def execute(self, world: World, i: int) -> Iterator[World]:
        t: WaitGroupModel.Thing = world.thing
        name, n = world.tasks[i].ops[0]
        if name == "Wait":
            if t.tasks:
                now = t._replace(waiters=(*t.waiters, i))
                yield sleep(world._replace(thing=now), i)
            else:
                yield finish(world, i)
            return
        count = t.tasks + (-1 if name == "Done" else n)
        if count < 0:
            yield finish(world, i, "sync: negative WaitGroup counter")
            return
        world = finish(world._replace(thing=t._replace(tasks=count)), i)
        if not count:
            world = world._replace(thing=WaitGroupModel.Thing())
            for waiter in t.waiters:
                world = finish(world, waiter)
        yield world

    def harmless(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what may be done at any time."""
        return [(("Wait", 0),)]

    def releases(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what lets others go, and does not wait."""
        return [(("Add", -thing.tasks),)] if thing.tasks else []

    def special(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what may be done once, in this state."""
        if not thing.tasks:
            return [(("Add", 2),), (("Add", 1), ("Done", 0), ("Wait", 0))]
        more = [(("Done", 0),), (("Add", 1),), (("Add", -1),), (("Add", 3),)]
        return [*more, (("Done", 0), ("Wait", 0))]


class SemaphoreModel:
    """Go: golang.org/x/sync/semaphore, of size 5"""

    SIZE = 5

    class Thing(NamedTuple):
        """What is held, and who waits for how much."""

        held: int = 0
        line: tuple[tuple[int, int], ...] = ()

    def execute(self, world: World, i: int) -> Iterator[World]:
        t: SemaphoreModel.Thing = world.thing
        name, n = world.tasks[i].ops[0]
        free = self.SIZE - t.held >= n and not t.line
        if name == "Release":
            held, line = t.held - n, t.line
            world = finish(world, i)
            while line and self.SIZE - held >= line[0][1]:
                held += line[0][1]
                world = finish(world, line[0][0])
                line = line[1:]
            yield world._replace(thing=SemaphoreModel.Thing(held, line))
        elif free:
            world = world._replace(thing=t._replace(held=t.held + n))
            yield finish(world, i, True if name == "TryAcquire" else None)
        elif name == "TryAcquire":
            yield finish(world, i, False)
        else:
            now = t._replace(line=(*t.line, (i, n)))
            yield sleep(world._replace(thing=now), i)

    def harmless(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what may be done at any time."""
        acquires: list[tuple[Op, ...]] = [(("Acquire", n),) for n in range(1, 6)]
        return [*acquires, (("TryAcquire", 1),), (("TryAcquire", 2),)]

    def releases(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what lets others go, and does not wait."""
        return [(("Release", thing.held),)] if thing.held else []

    def special(self, thing: Thing) -> list[tuple[Op, ...]]:
        """Return what may be done once, in this state."""
        return [
            (("Release", n), ("Acquire", m)) if m else (("Release", n),)
            for n in range(1, thing.held + 1)
            for m in range(3)
        ]


Model = MutexModel | RWMutexModel | WaitGroupModel | SemaphoreModel


def settle(model: Model, world: World) -> set[World]:
    """Return the worlds in which nothing moves any more, by any way there."""
    done, seen, todo = set(), {world}, [world]
    while todo:
        world = todo.pop()
        running = [i for i, t in enumerate(world.tasks) if t.ops and not t.waiting]
        if not running:
            done.add(world)
        for i in running:
            for after in model.execute(world, i):
                if after not in seen:
                    seen.add(after)
                    todo.append(after)
    return done
