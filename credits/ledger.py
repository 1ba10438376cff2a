"""Who answers for what passes: waivers of the policy, and the baseline.

Pure: what it needs to know of a file stands in the judgement. What nobody could judge is never
passed by a baseline, and an expired waiver lets nothing pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from credits.baseline import KINDS, Baseline, beside, key
from credits.finding import Finding, Judgement, Severity, Suppression
from credits.policy import Policy
from credits.rules._terms import Leftover, Tally, Waiver

if TYPE_CHECKING:
    from credits.articles import Article, Use
    from credits.articles._model import Waiver as Comment


class Settled(NamedTuple):
    """A run after everybody was asked: its findings, the waivers and entries it concerned."""

    judgements: tuple[Judgement, ...]
    waivers: tuple[Tally, ...] = ()
    baseline: Baseline | None = None
    leftovers: tuple[Leftover, ...] = ()

    @property
    def findings(self) -> Iterator[Finding]:
        """Give the findings, file by file."""
        return (finding for one in self.judgements for finding in one.findings)


def settled(
    judgements: Iterable[Judgement],
    policy: Policy,
    today: date,
    baseline: Baseline | None = None,
    *,
    whole: bool = False,
) -> Settled:
    """Mark the findings that a waiver or the baseline lets pass.

    *whole* says that everything the policy is for was judged: a waiver that meets no file then
    lets nothing pass, and so does an entry whose photo is not there.
    """
    if not policy.waiver and baseline is None:
        return Settled(tuple(judgements))
    book = _Book(policy, today, baseline)
    done = tuple(book.settle(one) for one in judgements)
    return Settled(done, book.tallies(whole=whole), baseline, book.leftovers(whole=whole))


class _Book:
    """What is known of waivers and entries while a run is gone through."""

    def __init__(self, policy: Policy, today: date, baseline: Baseline | None) -> None:
        self.policy = policy
        self.today = today
        self.baseline = baseline
        self.used = [0] * len(policy.waiver)
        self.met = [False] * len(policy.waiver)
        self.images: set[str] = set()
        self.found: set[tuple[str, str]] = set()
        self.unseen: set[str] = set()

    def settle(self, one: Judgement) -> Judgement:
        holding = list(self._holding(one))
        if one.image:
            self.images.add(one.image)
        elif self.baseline is not None and _is_unjudged(one):
            self.unseen.add(beside(self.baseline.path, one.path))
        if not one.findings:
            return one
        findings = (self._passed(finding, one, holding) for finding in one.findings)
        return one._replace(findings=tuple(findings))

    def _holding(self, one: Judgement) -> Iterator[int]:
        """Give the waivers that mean this file and are in force, and note those that mean it."""
        for number, waiver in enumerate(self.policy.waiver):
            if self.met[number] and not one.findings:
                continue
            if self._means(waiver, one):
                self.met[number] = True
                if not waiver.expired(self.today):
                    yield number

    def _means(self, waiver: Waiver, one: Judgement) -> bool:
        if waiver.sha256 is not None and waiver.sha256 != one.sha256:
            return False
        return waiver.path is None or self.policy.matches(one.path, waiver.path)

    def _passed(self, finding: Finding, one: Judgement, holding: list[int]) -> Finding:
        there = self._was_there(finding, one)
        for number in holding:
            waiver = self.policy.waiver[number]
            if waiver.rule == finding.code:
                self.used[number] += 1
                by = Suppression("waiver", waiver.reason, waiver.owner, waiver.expires)
                return replace(finding, suppression=by)
        if there:
            by = Suppression("baseline", "was there before the gate")
            return replace(finding, suppression=by)
        return finding

    def _was_there(self, finding: Finding, one: Judgement) -> bool:
        known = key(finding, one)
        if self.baseline is None or known is None or finding.severity not in KINDS:
            return False
        entry = self.baseline.entries.get(known)
        if entry is None or finding.code not in entry.rules:
            return False
        self.found.add((known, finding.code))
        return True

    def tallies(self, *, whole: bool) -> tuple[Tally, ...]:
        return tuple(
            Tally(waiver, self.policy.origin.line("waiver", str(number)), self.used[number])
            for number, waiver in enumerate(self.policy.waiver)
            if (self.met[number] or whole) and self.policy.is_on(waiver.rule)
        )

    def leftovers(self, *, whole: bool) -> tuple[Leftover, ...]:
        if self.baseline is None:
            return ()
        return tuple(
            Leftover(rule, entry.path, line, image)
            for line, (image, entry) in enumerate(sorted(self.baseline.entries.items()), 2)
            if image in self.images or (whole and entry.path not in self.unseen)
            for rule in entry.rules
            if (image, rule) not in self.found and self.policy.is_on(rule)
        )


def _is_unjudged(one: Judgement) -> bool:
    held = any(finding.severity is Severity.HOLD for finding in one.findings)
    return held or one.checked.kind == "photo"


# ── comments in articles ────────────────────────────────────────────────────────────────────────


class Commented(NamedTuple):
    """The findings of an article after its comments were heard, and a tally of each comment."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]


def commented(
    parts: Iterable[tuple[Use | None, Finding]], article: Article, today: date, most: int
) -> Commented:
    """Mark the findings that a comment of the article lets pass.

    Each finding comes with the photo it is about; None is the page. A comment speaks for the next
    photo behind it, and for what is said of the page as a whole. It needs a reason and a last day,
    no more than *most* days from *today*.
    """
    left = list(parts)
    tallies: list[Tally] = []
    for comment in article.waivers:
        photo = _next_photo(article, comment)
        wrong = _wrong(comment, today, most)
        for rule in comment.rules or ("",):
            waiver = _of_comment(comment, rule, photo, wrong)
            used = 0
            for number, (use, finding) in enumerate(left):
                if wrong or waiver.expired(today) or not _speaks_for(waiver, photo, use, finding):
                    continue
                used += 1
                by = Suppression("waiver", waiver.reason, None, waiver.expires)
                left[number] = use, replace(finding, suppression=by)
            tallies.append(Tally(waiver, comment.place.line, used, wrong))
    return Commented(tuple(finding for _, finding in left), tuple(tallies))


def _next_photo(article: Article, comment: Comment) -> Use | None:
    behind = (use for use in article.photos if _where(use) >= comment.place)
    return min(behind, key=_where, default=None)


def _where(use: Use) -> tuple[int, int]:
    return use.place.line, use.place.column or 0


def _wrong(comment: Comment, today: date, most: int) -> str:
    """Say why a comment cannot be in force."""
    if not comment.rules:
        return "it names no rule"
    if not (comment.reason or "").strip():
        return "it gives no reason"
    try:
        days = (date.fromisoformat(comment.until or "") - today).days
    except ValueError:
        return "it gives no last day (until=YYYY-MM-DD)"
    return f"it is for {days} days more, max-waiver-days is {most}" if days > most else ""


def _of_comment(comment: Comment, rule: str, photo: Use | None, wrong: str) -> Waiver:
    place = f"the photo in line {photo.place.line}" if photo else "the page"
    until = date.max if wrong else date.fromisoformat(comment.until or "")
    return Waiver.model_construct(
        rule=rule, path=place, sha256=None, reason=comment.reason or "", owner="its author",
        expires=until,
    )  # fmt: skip


def _speaks_for(waiver: Waiver, photo: Use | None, use: Use | None, finding: Finding) -> bool:
    return (
        finding.suppression is None
        and finding.code.startswith(waiver.rule)
        and (use is photo if use else finding.line is None)
    )
