"""Who does the work: this process, several or a cluster; and what happens when one dies."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from framing.errors import FramingError
from framing.runs.parts import Made
from framing.runs.streams import Part
from framing.runs.tasks import Work, make_part, probe, stand_by

__all__ = ["Engine", "Here", "OnCluster", "Processes"]

Task = tuple[Part, str]
_DIED = "the process that read it died (memory, or a fault of a library)"


class Engine:
    """Makes parts in any order, at most so many at once."""

    at_once = 1

    def make(self, work: Work, tasks: Iterable[Task]) -> Iterator[Made]:
        """Yield parts as they are made."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of what was held; what is running may be stopped."""


class Here(Engine):
    """One process: this one."""

    def make(self, work: Work, tasks: Iterable[Task]) -> Iterator[Made]:
        """Yield parts in order."""
        for part, key in tasks:
            yield make_part(work, part, key)


class _Handed(Engine):
    """Work handed out through futures; a task whose worker dies is looked at alone."""

    died: tuple[type[BaseException], ...] = ()

    def submit(self, do: Callable[..., Any], *given: object) -> Future[Any]:
        """Hand out one call."""
        raise NotImplementedError

    def renew(self) -> None:
        """Get workers again after one died."""

    def make(self, work: Work, tasks: Iterable[Task]) -> Iterator[Made]:
        """Yield parts in the order they were handed out; others run meanwhile."""
        running: deque[tuple[Task, Future[Any]]] = deque()
        for part, key in tasks:
            running.append(((part, key), self._handed(work, part, key)))
            if len(running) >= 2 * self.at_once:
                yield from self._take(work, running)
        while running:
            yield from self._take(work, running)

    def _handed(self, work: Work, part: Part, key: str) -> Future[Any]:
        try:
            return self.submit(make_part, work, part, key)
        except self.died as fault:
            # A worker died meanwhile; whoever takes the results finds out which.
            lost: Future[Any] = Future()
            lost.set_exception(fault)
            return lost

    def _take(self, work: Work, running: deque[tuple[Task, Future[Any]]]) -> Iterator[Made]:
        task, future = running.popleft()
        try:
            yield future.result()
        except self.died:
            # Whoever died took the others along: each is done again, one by one.
            lost = [task, *(other for other, _ in running)]
            running.clear()
            self.renew()
            for part, key in lost:
                yield self._alone(work, part, key)

    def _alone(self, work: Work, part: Part, key: str) -> Made:
        made: Made | None = self._lives(make_part, work, part, key)
        if made is not None:
            return made
        poison = [(doc_id, _DIED) for doc_id in self._deadly(work, part)]
        made = self._lives(make_part, work, part, key, poison)
        if made is None:
            raise FramingError(
                f"framing score: the workers die at part {part.number}, whichever articles are "
                "left out; there is too little memory, or the installation is broken; try --jobs 1"
            )
        return made

    def _lives(self, do: Callable[..., Any], *given: object) -> Any:
        """Return what a call gives, or None if its worker died."""
        try:
            return self.submit(do, *given).result()
        except self.died:
            self.renew()
            return None

    def _deadly(self, work: Work, part: Part) -> list[str]:
        """Return the articles that kill whoever reads them, by halving."""
        found: list[str] = []
        groups = [part.articles]
        while groups:
            articles = groups.pop()
            if self._lives(probe, work, articles):
                continue
            if len(articles) == 1:
                found.append(str(articles["doc_id"].iloc[0]))
                continue
            half = math.ceil(len(articles) / 2)
            groups += [articles.iloc[:half], articles.iloc[half:]]
        return sorted(found)


class Processes(_Handed):
    """Several processes of this machine, each with its own interpreter."""

    died = (BrokenProcessPool,)

    def __init__(self, jobs: int) -> None:
        self.at_once = jobs
        self.pool: Executor | None = None
        self.renew()

    def submit(self, do: Callable[..., Any], *given: object) -> Future[Any]:
        """Hand out one call."""
        if self.pool is None:
            raise RuntimeError("the pool is closed")
        return self.pool.submit(do, *given)

    def renew(self) -> None:
        """Begin a new pool; spawned, so that it is the same on every system."""
        self.close()
        self.pool = ProcessPoolExecutor(
            self.at_once, mp_context=get_context("spawn"), initializer=stand_by
        )

    def close(self) -> None:
        """Stop the pool; parts that were begun and not finished are not there."""
        if self.pool is None:
            return
        workers = list((getattr(self.pool, "_processes", None) or {}).values())
        self.pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.terminate()
        self.pool = None


class OnCluster(_Handed):
    """The workers of a Dask cluster, which see the same folder."""

    def __init__(self, client: Any) -> None:
        from distributed import KilledWorker

        self.died = (KilledWorker,)
        self.client = client
        self.at_once = max(1, sum(client.nthreads().values()))

    def submit(self, do: Callable[..., Any], *given: object) -> Any:
        """Hand out one call; a worker that is lost is replaced by another."""
        return self.client.submit(do, *given, pure=False, retries=2)
