"""``credits check`` judges photos: may they go out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import click

from credits import reports
from credits.baseline import Baseline
from credits.baseline import load as load_baseline
from credits.commands import _options, _policy, _streams, _talk
from credits.commands._likeness import Known, compared, originals_known, originals_option
from credits.commands._moment import now_option
from credits.folder import (
    changed_photos,
    is_below,
    is_judged,
    is_text,
    stands_for,
    walk,
)
from credits.inspection import inspect, memory_for
from credits.policy import Policy
from credits.verdict import Decision, Verdict, summed_up

# how a report is asked for beside --format, for several in one run
_AT: Final = "="


_FOR_PEOPLE: Final = frozenset({"text", "full"})


class _Wanted(NamedTuple):
    """A report: in which format, and where; None is stdout."""

    form: str
    file: str | None


_OPTIONS: Final[tuple[Callable[[Any], Any], ...]] = (
    _policy.options,
    _policy.fail_on,
    _options.format_option(*reports.FORMATS),
    click.option("--output", "-o", multiple=True, metavar="[FORMAT=]FILE", callback=_options.given,
                 help="Write the report here, not to stdout; with FORMAT=, one more report. "
                      "Repeatable."),
    click.option("--statistics", is_flag=True, help="Count the findings by rule."),
    click.option("--files0-from", metavar="FILE", callback=_options.given,
                 help="Paths from a file, each ended by a zero byte; - is stdin."),
    click.option("--staged", is_flag=True,
                 help="Only what the next commit changes, as it is staged; the policy, too."),
    click.option("--since", metavar="REF", callback=_options.given,
                 help="Only what changed since this branch left REF, as git has it."),
    click.option("--with-photos/--without-photos", default=True,
                 help="Judge the photos that articles use, too, wherever they are [default]."),
    click.option("--force-exclude", is_flag=True,
                 help="Leave out what the policy excludes even where it is named."),
    click.option("--baseline", metavar="FILE", callback=_options.given,
                 help="Let pass what was there before the gate."),
    click.option("--max-baseline", type=click.IntRange(min=0), metavar="N",
                 help="Block when the baseline has more entries."),
    click.option("--catalog", metavar="URL", callback=_options.given,
                 help="Compare the pictures with this catalog, and with each other."),
    click.option("--duplicates", is_flag=True, help="Compare the pictures with each other."),
    originals_option,
    now_option,
    click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N",
                 help="Processes [default: as many as processors, where there is enough to do]."),
    click.option("--no-cache", is_flag=True, help="Judge anew what was judged before."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found."),
)  # fmt: skip


def _all_options(function: Any) -> Any:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command()
@click.argument("paths", nargs=-1, type=_options.NAMED)
@_all_options
def check(
    paths: tuple[str, ...],
    file: str | None,
    form: str,
    output: tuple[str, ...],
    *,
    statistics: bool,
    exit_zero: bool,
    staged: bool,
    **wishes: Any,
) -> int:
    """Judge photos, articles, and folders of them such as built sites.

    Exits with 0 when all may be published, 1 when one may not, 3 when one could not be judged and
    nothing is worse, 2 when the command or the policy is wrong.

    Example: credits check photos/ --fail-on warning
    """
    judge = _judged_staged if staged else _judged_on_disk
    with ExitStack() as place:
        wanted = [one._replace(file=_absolute(one.file)) for one in _wanted(form, output)]
        verdict = judge(paths, file, wishes, wanted, place)
        _report(verdict, wanted, paths, statistics=statistics)
    code = _options.code_for(verdict)
    return _options.PUBLISHED if exit_zero and code != _options.BUG else code


def _judged_on_disk(
    paths: tuple[str, ...],
    file: str | None,
    wishes: dict[str, Any],
    wanted: Iterable[_Wanted],
    _: ExitStack,
) -> Verdict:
    policy = _policy.policy_of(file, wishes)
    policy, baseline = _with_baseline(policy, wishes, load_baseline)
    named, whole = _named(paths, policy, wishes)
    photos = _photos(named, policy, wishes)
    wanted_too = policy.covers if wishes["force_exclude"] else os.path.isfile
    _options.tell_if_none(photos, named)
    now = wishes["now"] or datetime.now(UTC).astimezone()
    judgements = inspect(
        photos, policy, now,
        hashed=baseline is not None or _are_fingerprinted(wanted),
        memory=None if wishes["no_cache"] else memory_for(policy),
        jobs=wishes["jobs"],
        known=_compared(photos, policy, wishes),
        used=wanted_too if wishes["with_photos"] else None,
    )  # fmt: skip
    seen = _options.progress(judgements, "checking", len(photos))
    return summed_up(seen, policy, now, baseline, whole=whole)


def _judged_staged(
    paths: tuple[str, ...],
    file: str | None,
    wishes: dict[str, Any],
    wanted: Iterable[_Wanted],
    place: ExitStack,
) -> Verdict:
    """Judge what is staged; reports are written from inside its mirror, which ends with *place*."""
    from credits import _git, git_hook, snapshot  # noqa: PLC0415  (only where git is asked)

    if wishes["since"] is not None:
        raise click.UsageError("--staged and --since exclude each other")
    if wishes["catalog"] is not None:
        raise click.UsageError("--staged and --catalog exclude each other: git has no catalog")
    listed = wishes["files0_from"]
    named = paths if listed is None else _listed(listed, paths)
    wishes["baseline"] = _absolute(wishes["baseline"])
    file = _absolute(file)
    laid_out = place.enter_context(snapshot.laid_out(_git.staged()))
    policy = _policy.policy_of(file, wishes, laid_out.policy)
    policy, baseline = _with_baseline(policy, wishes, laid_out.baseline)
    photos = laid_out.photos(policy, named or (os.curdir,))
    for note in laid_out.notes:
        click.echo(_options.plain(note), err=True)
    _options.tell_if_none(photos, named or ("what is staged",))
    now = wishes["now"] or datetime.now(UTC).astimezone()
    return git_hook.judged(
        laid_out, photos, policy, now, baseline,
        hashed=_are_fingerprinted(wanted), jobs=wishes["jobs"],
        known=_compared(photos, policy, wishes),
    )  # fmt: skip


def _absolute(path: str | None) -> str | None:
    return os.path.abspath(path) if path and path != "-" else path


def _are_fingerprinted(wanted: Iterable[_Wanted]) -> bool:
    return any(one.form in reports.FINGERPRINTED for one in wanted)


def _with_baseline(
    policy: Policy, wishes: dict[str, Any], load: Callable[[str], Baseline]
) -> tuple[Policy, Baseline | None]:
    """Read the baseline that the command line or the policy names."""
    path, most = wishes["baseline"] or policy.baseline_file, wishes["max_baseline"]
    if most is not None:
        if path is None:
            raise click.UsageError("--max-baseline needs a baseline: --baseline FILE")
        extended = (*policy.extend_select, "GAT004")
        rules = {**policy.rules, "GAT004": {"at-most": most}}
        policy = policy.model_copy(update={"rules": rules, "extend_select": extended})
    return policy, load(path) if path else None


def _wanted(form: str, outputs: tuple[str, ...]) -> list[_Wanted]:
    """Say which reports go where: what no file is named for goes to stdout."""
    more = [_one_wanted(form, output) for output in outputs]
    plain = any(one.file == output for one, output in zip(more, outputs, strict=True))
    return more if plain else [_Wanted(form, None), *more]


def _one_wanted(form: str, output: str) -> _Wanted:
    name, found, file = output.partition(_AT)
    if found and name in reports.FORMATS:
        if not file:
            raise click.BadParameter(f"{output!r} names no file", param_hint="--output")
        return _Wanted(name, file)
    if found and name.isalpha():
        known = ", ".join(reports.FORMATS)
        raise click.BadParameter(
            f"there is no format {name!r} ({known}); a file that is called so is ./{output}",
            param_hint="--output",
        )
    return _Wanted(form, output)


def _named(
    paths: tuple[str, ...], policy: Policy, wishes: dict[str, Any]
) -> tuple[tuple[str, ...], bool]:
    """Give what is to be judged, and whether that is everything the policy is for."""
    listed, since = wishes["files0_from"], wishes["since"]
    if listed is not None:
        return _listed(listed, paths), False
    if not paths and since is None:
        raise click.UsageError("Missing argument 'PATHS...': name a photo or a folder")
    named = paths or (os.curdir,)
    whole = since is None and any(
        os.path.isdir(path) and is_below(policy.root, path) for path in named
    )
    return named, whole


def _listed(source: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    if paths:
        raise click.UsageError("--files0-from names the photos: leave PATHS out")
    try:
        if source == "-":
            data = _streams.everything()
        else:
            with open(source, "rb") as opened:
                data = opened.read()
    except OSError as error:
        message = f"{source}: cannot be read: {error.strerror}"
        raise click.BadParameter(message, param_hint="--files0-from") from None
    return tuple(os.fsdecode(name) for name in data.split(b"\0") if name)


def _photos(named: tuple[str, ...], policy: Policy, wishes: dict[str, Any]) -> list[str]:
    found: Iterable[str]
    if wishes["since"] is None:
        found = (one for path in walk(named, policy, is_judged) for one in stands_for(path, policy))
    else:
        from credits._git import changed_since  # noqa: PLC0415  (only where git is asked)

        found = changed_photos(changed_since(wishes["since"]), named, policy)
    listed = list(found)
    if wishes["with_photos"] and _are_compared(wishes):
        from credits.pages import used_by  # noqa: PLC0415  (only where articles are)

        there = set(map(os.path.normpath, listed))
        pages = filter(is_text, listed)
        listed += [one for page in pages for one in used_by(page, policy) if one not in there]
    if wishes["force_exclude"]:
        listed = [path for path in listed if policy.covers(path)]
    return list(dict.fromkeys(listed))


def _are_compared(wishes: Mapping[str, Any]) -> bool:
    return bool(wishes["catalog"] or wishes["duplicates"])


def _compared(photos: list[str], policy: Policy, wishes: dict[str, Any]) -> Known | None:
    """Look for the same pictures, and the originals of those in articles, where it is asked for."""
    catalog, originals, jobs = wishes["catalog"], wishes["originals"], wishes["jobs"]
    known: Known = {}
    if _are_compared(wishes):
        known = compared(photos, policy, catalog, jobs=jobs)
    if catalog or originals:
        known |= originals_known(photos, policy, originals, catalog, jobs=jobs)
    return known or None


def _report(
    verdict: Verdict, wanted: list[_Wanted], judged: Iterable[str], *, statistics: bool
) -> None:
    for form, file in wanted:
        with _options.opened(file, judged) as out:
            if file is None and form in _FOR_PEOPLE and _says_nothing(verdict):
                continue
            if statistics and form in _FOR_PEOPLE:
                out.writelines(_statistics(verdict))
            else:
                reports.write(form, verdict, out)


def _says_nothing(verdict: Verdict) -> bool:
    """Tell whether a report would only say that all is well, to one who does not want to hear."""
    return _talk.is_quiet() and verdict.decision is Decision.PUBLISH


def _statistics(verdict: Verdict) -> Iterator[str]:
    """Count the findings that count, the most frequent rule first."""
    counts: dict[tuple[str, str, str], int] = {}
    for finding in verdict.findings:
        if finding.suppression is None:
            key = (finding.code, finding.name, str(finding.severity))
            counts[key] = counts.get(key, 0) + 1
    width = len(str(max(counts.values(), default=0)))
    for (code, name, severity), count in sorted(counts.items(), key=lambda row: (-row[1], row[0])):
        yield f"{count:{width}}  {code}  {severity:7}  {name}\n"
