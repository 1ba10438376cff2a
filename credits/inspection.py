"""Judging many files: from memory where nothing changed, in several processes, in stable order."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from credits import remembered
from credits._bytes import Barred
from credits.errors import CreditsError, UnreadableImage
from credits.finding import Judgement, Seen
from credits.policy import Judged, Policy, default
from credits.remembered import Memory

if TYPE_CHECKING:
    from credits.checker import Judge

# fewer photos are judged sooner by one process than others are started
WORTHWHILE: Final = 400
# photos a process takes at a time
BATCH: Final = 50


def memory_for(policy: Policy) -> Memory | None:
    """Give the memory of what this policy judged before; None where the user does not want one."""
    place = remembered.folder()
    if place is None:
        return None
    wishes = "" if policy == default(policy.root) else policy.model_dump_json()
    said = f"{policy.root}\0{wishes}"
    return Memory(hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest(), place)


def inspect(
    paths: Iterable[str],
    policy: Policy,
    now: datetime,
    *,
    hashed: bool = False,
    memory: Memory | None = None,
    jobs: int | None = 1,
    known: Mapping[str, Mapping[str, Any]] | None = None,
    used: Callable[[str], bool] | None = None,
) -> Iterator[Judgement]:
    """Judge files in the order they are given, then what articles among them show.

    *hashed* works out their image-data hashes, by which fingerprints and a baseline know them.
    *memory* answers for those it knows. *jobs* is the number of processes; None: as many as there
    are processors, where there is enough to do. *known* are facts about some of them, by path:
    what rests on these is not remembered. *used* tells which of the photos that articles show are
    judged where they were not named; none if None.
    """
    inspector = _Inspector(policy, now, hashed=hashed, known=known or {})
    memory = None if known else memory
    seen = Seen()
    try:
        for one in _each(inspector, paths, memory, jobs):
            seen.note(one.path, one.uses)
            yield one
        more = filter(used, seen.further()) if used else ()
        yield from _each(inspector, more, memory, 1)
    finally:
        if memory:
            memory.close()


def _each(
    inspector: _Inspector, paths: Iterable[str], memory: Memory | None, jobs: int | None
) -> Iterator[Judgement]:
    if jobs != 1:
        yield from _together(inspector, list(paths), memory, jobs)
        return
    for path in paths:
        known = _recalled(memory, path, inspector.hashed)
        yield known or _remembering(inspector, path, memory)


class _Inspector:
    """Judges files by one policy at one moment; a process has one of its own."""

    def __init__(
        self,
        policy: Policy,
        now: datetime,
        *,
        hashed: bool,
        known: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.policy = policy
        self.now = now
        self.hashed = hashed
        self.known = known
        self._judge: Judge | None = None

    def judgement(self, path: str) -> Judgement:
        """Judge one file; one that makes us fail is undecided, and hides none of the others."""
        try:
            return self._judgement(path)
        except CreditsError:
            raise
        except Exception as error:
            if self._judge is None:
                raise
            return self._undecided(path, error, self._judge)

    def _undecided(self, path: str, error: Exception, judge: Judge) -> Judgement:
        import traceback  # noqa: PLC0415  (only for what should not be)

        from credits.folder import is_text  # noqa: PLC0415
        from credits.rules._model import Subject  # noqa: PLC0415

        said = UnreadableImage(f"made credits fail ({type(error).__name__}: {error})",
                               help="this is a bug of credits: please report it")  # fmt: skip
        role = Judged("article", "") if is_text(path) else self.policy.role(path, None)
        found = judge.judgement(Subject(path, None, said, role.role, role.reason))
        told = "".join(traceback.format_exception(error))
        return found._replace(bug=told, known=False)

    def _judgement(self, path: str) -> Judgement:
        from credits import checker  # noqa: PLC0415  (what is remembered needs no reader)

        if self._judge is None:
            self._judge = checker.Judge(self.policy, self.now)
            self._album = checker.Album(self.policy)
        known = self.known.get(path, {})
        subject = checker.file_of(path, self.policy, self._album, hashed=self.hashed, known=known)
        if known:
            subject = checker.told(subject, known)
        return self._judge.judgement(subject)


def _remembering(inspector: _Inspector, path: str, memory: Memory | None) -> Judgement:
    watch = memory.watch(path) if memory else None
    judgement = inspector.judgement(path)
    if memory:
        memory.keep(judgement, watch)
    return judgement


def _together(
    inspector: _Inspector, paths: list[str], memory: Memory | None, jobs: int | None
) -> Iterator[Judgement]:
    asked = ((path, _recalled(memory, path, inspector.hashed)) for path in paths)
    known = {path: found for path, found in asked if found}
    new = [path for path in dict.fromkeys(paths) if path not in known]
    count = _processes(len(new), jobs)
    alone = (_remembering(inspector, path, memory) for path in new)
    fresh = alone if count == 1 else _spread(inspector, new, memory, count)
    for path in paths:
        if path not in known:
            known[path] = next(fresh)
        yield known[path]


def _recalled(memory: Memory | None, path: str, hashed: bool) -> Judgement | None:
    # what was remembered of a link that is not followed now was said when it was named itself
    return memory.recall(path, hashed=hashed) if memory and not isinstance(path, Barred) else None


def _processes(photos: int, jobs: int | None) -> int:
    if jobs is None:
        jobs = os.cpu_count() or 1 if photos >= WORTHWHILE else 1
    return max(1, min(jobs, -(-photos // BATCH)))


def _spread(
    inspector: _Inspector, paths: list[str], memory: Memory | None, count: int
) -> Iterator[Judgement]:
    watches = {path: memory.watch(path) for path in paths} if memory else {}
    judged = 0
    for judgement in _by_others(inspector, paths, count):
        judged += 1
        if memory:
            memory.keep(judgement, watches[judgement.path])
        yield judgement
    # a process that was killed leaves its photos to this one
    for path in paths[judged:]:
        yield _remembering(inspector, path, memory)


def _by_others(inspector: _Inspector, paths: list[str], count: int) -> Iterator[Judgement]:
    """Judge as far as other processes come: one that dies ends it."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  (only for many)
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    batches = [paths[start : start + BATCH] for start in range(0, len(paths), BATCH)]
    settings = (inspector.policy, inspector.now, inspector.hashed, inspector.known)
    pool = ProcessPoolExecutor(count, initializer=_begin, initargs=settings)
    try:
        for judgements in pool.map(_judged, batches):
            yield from judgements
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


# ── in another process ──────────────────────────────────────────────────────────────────────────

_here: list[_Inspector] = []


def _begin(
    policy: Policy, now: datetime, hashed: bool, known: Mapping[str, Mapping[str, Any]]
) -> None:
    """Make ready; the key that interrupts ends this process without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _here[:] = [_Inspector(policy, now, hashed=hashed, known=known)]


def _judged(paths: Sequence[str]) -> list[Judgement]:
    return [_here[0].judgement(path) for path in paths]
