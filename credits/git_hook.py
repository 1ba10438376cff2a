"""The gate at git's door: hooks that judge what is staged, or what is about to be pushed.

A hook is a small shell script in the folder git looks into (``core.hooksPath`` counts). One that
was there before is kept beside it under another name, and runs first. Taking the hook out brings
back the folder byte for byte. ``git commit --no-verify`` passes by every hook: what decides is CI.
Source: githooks(5).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from credits import _git
from credits._atomic import create_file
from credits.errors import PolicyError, Unwritable

if TYPE_CHECKING:
    from credits.baseline import Baseline
    from credits.policy import Policy
    from credits.snapshot import Snapshot
    from credits.verdict import Verdict

Kind = Literal["pre-commit", "pre-merge-commit", "pre-push"]
KINDS: Final[tuple[Kind, ...]] = ("pre-commit", "pre-merge-commit", "pre-push")
# what the hook that was there before is called meanwhile
BEFORE: Final = ".before-credits"
MARK: Final = "# credits hook, sha256 "

_HEAD: Final = "#!/bin/sh\n"
_SCRIPT: Final = """\
# Judges photos before they leave. `credits hook uninstall` takes it out, and brings back the hook
# that was here before; until then that one runs first.
before=$(dirname "$0")/{kind}{before}
{keep}if [ -x "$before" ]; then
  {give}"$before" "$@" || exit
fi
for python in {python} python3 python; do
  if "$python" -P -c 'import credits' 2>/dev/null; then
    {give}"$python" -P -m credits hook run {kind} "$@"
    exit
  fi
done
echo "credits is not installed here, so that nothing can be judged: pip install photo-credits" >&2
exit 1
"""
# what git says on the standard input is for both hooks; a shell drops newlines at its end
_KEEP: Final = "input=$(cat; echo .)\n"
_GIVE: Final = 'printf %s "${input%.}" | '


class Hook(NamedTuple):
    """A hook after it was put in or taken out.

    *changed* is False where there was nothing to do. *before* tells whether there is another hook,
    which runs first, or is back.
    """

    kind: Kind
    path: str
    changed: bool
    before: bool


def script(kind: Kind, python: str) -> str:
    """Write the hook; its second line has the hash of the rest, so that an edited one is known."""
    reads = kind == "pre-push"
    body = _SCRIPT.format(
        kind=kind,
        before=BEFORE,
        python=shlex.quote(python),
        keep=_KEEP if reads else "",
        give=_GIVE if reads else "",
    )
    return f"{_HEAD}{MARK}{_sum(body)}\n{body}"


def _sum(body: str) -> str:
    return hashlib.sha256(body.encode(errors="surrogateescape")).hexdigest()


# ── putting in and taking out ───────────────────────────────────────────────────────────────────


def folder() -> str:
    """Give the folder that hooks are put into.

    Husky makes its own anew at every install, and asks for hooks one folder above.

    Raises:
        PolicyError: there is no git, or no repository here.
    """
    path = _git.hooks_folder()
    above, name = os.path.split(path)
    return above if name == "_" and os.path.basename(above) == ".husky" else path


def install(kinds: Iterable[Kind] = ("pre-commit",), python: str | None = None) -> list[Hook]:
    """Put hooks in; *python* runs them, this one if None. To do so again changes nothing.

    Raises:
        PolicyError: there is no repository here, or there is a hook whose place is taken.
        Unwritable: the disk or the folder does not allow it.
    """
    place = folder()
    return [_installed(kind, place, python or sys.executable) for kind in dict.fromkeys(kinds)]


def _installed(kind: Kind, place: str, python: str) -> Hook:
    path, text = os.path.join(place, kind), script(kind, python)
    before = path + BEFORE
    found = _text(path)
    if found == text:
        return Hook(kind, path, changed=False, before=os.path.lexists(before))
    with _writing(path):
        os.makedirs(place, exist_ok=True)
        if not _is_ours(found) and os.path.lexists(path):
            _keep(path, before)
    data = text.encode(errors="surrogateescape")
    create_file(path, iter((data,)), lambda new: os.chmod(new, 0o755), replace=True)  # noqa: S103
    return Hook(kind, path, changed=True, before=os.path.lexists(before))


def _keep(path: str, before: str) -> None:
    """Give a hook a second name, so that there is one at every moment."""
    if os.path.lexists(before):
        if os.path.samestat(os.lstat(path), os.lstat(before)):  # a run that was killed got so far
            return
        help_ = f"see which of the two is wanted, and remove {os.path.basename(before)}"
        raise PolicyError("there are two hooks to be kept", path=path, help=help_)
    try:
        os.link(path, before, follow_symlinks=False)
    except (PermissionError, NotImplementedError):  # file systems without hard links
        os.rename(path, before)


@contextlib.contextmanager
def _writing(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unwritable(f"cannot be written: {error.strerror}", path=path) from error


def uninstall(kinds: Iterable[Kind] = KINDS, *, force: bool = False) -> list[Hook]:
    """Take hooks out, and put back what was there before.

    Raises:
        PolicyError: there is no repository here, or a hook was edited, and there is no *force*.
        Unwritable: the disk or the folder does not allow it.
    """
    place = folder()
    hooks = [_taken_out(kind, place, force=force) for kind in dict.fromkeys(kinds)]
    if any(hook.changed for hook in hooks):
        with contextlib.suppress(OSError):  # it is not empty
            os.rmdir(place)
    return hooks


def _taken_out(kind: Kind, place: str, *, force: bool) -> Hook:
    path = os.path.join(place, kind)
    found = _text(path)
    if not _is_ours(found):
        return Hook(kind, path, changed=False, before=False)
    mark, _, body = found.removeprefix(_HEAD).partition("\n")
    if mark != MARK + _sum(body) and not force:
        raise PolicyError("was edited since it was put in", path=path,
                          help="credits hook uninstall --force drops the edits")  # fmt: skip
    before = os.path.lexists(path + BEFORE)
    with _writing(path):
        if before:
            os.replace(path + BEFORE, path)
        else:
            os.unlink(path)
    return Hook(kind, path, changed=True, before=before)


def _text(path: str) -> str:
    """Read a hook; what is none, or a program, has no text."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read(1 << 16)
    except OSError:
        return ""


def _is_ours(text: str) -> bool:
    return text.startswith(_HEAD + MARK)


# ── judging ─────────────────────────────────────────────────────────────────────────────────────


# SHA-1 or SHA-256
_OBJECT: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def updates(lines: Iterable[str]) -> Iterator[_git.Update]:
    """Read what git gives to ``pre-push``: a line for each reference.

    Raises:
        PolicyError: a line is none of git's.
    """
    for line in lines:
        words = line.split()
        if len(words) != 4 or not all(map(_OBJECT.fullmatch, words[1::2])):
            raise PolicyError(f"pre-push reads lines of four words from git, not {line.strip()!r}")
        update = _git.Update(*words)
        if not update.is_deletion:
            yield update


def judged(
    snapshot: Snapshot,
    photos: list[str],
    policy: Policy,
    now: datetime,
    baseline: Baseline | None = None,
    *,
    hashed: bool = False,
    jobs: int | None = None,
    known: Mapping[str, Mapping[str, Any]] | None = None,
) -> Verdict:
    """Decide on photos that were laid out; help says what to stage after mending.

    *known* are facts about some of them, by path.
    """
    from credits.inspection import inspect  # noqa: PLC0415  (most commits have no photos)
    from credits.verdict import summed_up  # noqa: PLC0415

    seen = inspect(photos, policy, now, hashed=hashed or baseline is not None, jobs=jobs,
                   known=known)  # fmt: skip
    return summed_up(map(snapshot.staged_anew, seen), policy, now, baseline)
