"""Every regular expression of the package, and texts made to take each of them long.

A child process (``python -m tests.patterns``) imports every module, does what users do, and notes
each pattern that our own code has compiled, with its place; `sites` reads the same places out of
the source, so that none is missed. `attacks` walks the tree of a pattern, as Python's own parser
gives it: each part that may be repeated is reached by a shortest text, pumped with what it matches
and with what stood before it, and ended by what nothing matches.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
import io
import json
import pkgutil
import re
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import islice, product
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any, Final, NamedTuple

import credits
from credits.errors import CreditsError
from tests.conftest import ROOT

PACKAGE: Final = ROOT / "credits"
# what `re`, and what a pattern of it, is asked to do with a text
DONE_WITH: Final = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall",
                              "finditer"})  # fmt: skip
ASKED: Final = DONE_WITH | {"compile"}


class Pattern(NamedTuple):
    """A pattern as it was compiled, and the place in the source that asked for it."""

    site: str
    text: str | bytes
    flags: int


# ── what there is ───────────────────────────────────────────────────────────────────────────────


class Site(NamedTuple):
    """A place that asks `re`: in which name or function, for which pattern, and what is done with it.

    *literal* is None where the pattern is put together.
    """

    name: str
    literal: str | bytes | None
    manner: str


@cache
def sites() -> dict[str, Site]:
    """Read every place of the source that asks `re` for a pattern."""
    found = {}
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}
    for path, tree in sorted(trees.items()):
        file, names = path.relative_to(PACKAGE).as_posix(), _names(tree)
        for outer, node in ((top, node) for top in tree.body for node in ast.walk(top)):
            if isinstance(node, ast.Call) and _asks(node.func):
                manner = _manner(node, names, tree, trees)
                name = f"{file}:{_name_of(outer)}"
                found[f"{file}:{node.lineno}"] = Site(name, _literal(node), manner)
    return found


def _name_of(outer: ast.stmt) -> str:
    target = outer.target if isinstance(outer, ast.AnnAssign) else outer
    return getattr(target, "name", "") or getattr(target, "id", "")


def _asks(function: ast.expr) -> bool:
    return (isinstance(function, ast.Attribute) and function.attr in ASKED
            and isinstance(function.value, ast.Name) and function.value.id == "re")  # fmt: skip


def _literal(call: ast.Call) -> str | bytes | None:
    first = call.args[0]
    told = isinstance(first, ast.Constant) and isinstance(first.value, (str, bytes))
    return first.value if told else None


def _names(tree: ast.Module) -> dict[int, str]:
    """Give the name that each pattern of a module is known by, by where it is compiled."""
    return {
        node.value.lineno: target.id
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Call)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def _manner(
    call: ast.Call, names: dict[int, str], tree: ast.Module, trees: dict[Path, ast.Module]
) -> str:
    """Say the dearest that is done with a pattern: one match at a place, or a search of all."""
    asked = call.func.attr  # type: ignore[attr-defined]
    name = names.get(call.lineno, "")
    seen = [tree] if name.startswith("_") else trees.values()
    used = {asked} if asked != "compile" else _uses(name, seen) if name else set()
    if used and used <= {"fullmatch"}:
        return "fullmatch"
    return "match" if used and used <= {"match", "fullmatch"} else "finditer"


def _uses(name: str, trees: Iterable[ast.Module]) -> set[str]:
    """Say what is done with a pattern of this name; handed on, anything may be."""
    used: set[str] = set()
    for tree in trees:
        asked = {
            id(node.value): node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in DONE_WITH
        }
        used |= {
            asked.get(id(node), "finditer")
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
        }
    return used


def collected() -> list[Pattern]:
    """Have a new process note every pattern, and add those that stand literally in the source."""
    done = subprocess.run([sys.executable, "-m", "tests.patterns"], cwd=ROOT, check=True,
                          capture_output=True, text=True)  # fmt: skip
    noted = [Pattern(site, text.encode("latin-1") if raw else text, flags)
             for site, text, raw, flags in json.loads(done.stdout)]  # fmt: skip
    seen = {one.site for one in noted}
    more = [Pattern(place, site.literal, re.compile(site.literal).flags)
            for place, site in sites().items()
            if place not in seen and site.literal is not None]  # fmt: skip
    return [*noted, *more]


class Notes:
    """Notes each pattern that `re` compiles for our own code."""

    def __init__(self) -> None:
        self.found: set[Pattern] = set()
        self._compile = re._compile  # type: ignore[attr-defined]
        re._compile = self  # type: ignore[attr-defined]

    def __call__(self, pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        made: re.Pattern[Any] = self._compile(pattern, flags)
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and Path(frame.f_code.co_filename).parent.name == "re":
            frame = frame.f_back
        if frame is not None and PACKAGE in (path := Path(frame.f_code.co_filename)).parents:
            place = f"{path.relative_to(PACKAGE).as_posix()}:{frame.f_lineno}"
            self.found.add(Pattern(place, made.pattern, made.flags))
        return made


def _everything() -> None:
    """Import every module, and ask for each thing that is made once."""
    for module in pkgutil.walk_packages(credits.__path__, "credits."):
        # the hosts' settings are not there; what they match with is read from the source
        if ".integrations." in module.name or module.name == "credits.__main__":
            continue
        for made in vars(importlib.import_module(module.name)).values():
            if hasattr(made, "cache_info") and not inspect.signature(made).parameters:
                made()


def _use() -> None:
    """Send sound input through every door."""
    from credits.vocabulary.generated import label  # noqa: PLC0415
    from tests.fuzz.runner import _in_a_folder  # noqa: PLC0415  (it loads what is to be watched)
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    with _in_a_folder():
        for door in TARGETS.values():
            given = door.seeds()
            for seed in given[:: max(1, len(given) // 12)]:
                with contextlib.suppress(CreditsError):
                    door.run(seed)
    for row in (ROOT / "tests" / "credit_lines.jsonl").read_text(encoding="utf-8").splitlines():
        credits.parse(json.loads(row)["text"])
    for text in ("Фото: Ann (Lee)/AP", "imran (futch)", "Photo: imran (futch lee)"):
        credits.parse(text)
    credits.scan(b"---\nimage: a.jpg\nimage_caption: A\n---\n", kind="markdown")
    label(["Made with AI"])


def main() -> None:
    """Note, and tell on stdout."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        warnings.simplefilter("ignore")
        notes = Notes()
        _everything()
        _use()
    rows = [
        (one.site, one.text.decode("latin-1") if isinstance(one.text, bytes) else one.text,
         isinstance(one.text, bytes), one.flags)
        for one in sorted(notes.found, key=str)
    ]  # fmt: skip
    sys.stdout.write(json.dumps(rows))


# ── texts that are made for them ────────────────────────────────────────────────────────────────

# what stands for the signs of a class, besides the signs that the pattern names
SIGNS: Final = "a A0.,-_/\n\t'\"é@<>:;()[]{}!|=*#&%+~\\写\0"
# texts of one part of a pattern, pumps of one repetition, and attacks on one pattern, at most
TEXTS, PUMPS, ATTACKS = 4, 10, 90
ENDS: Final = ("", "\0", "\n!")
_CLASSES: Final = {
    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_REPEATS: Final = frozenset({sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT})
_LOOKS: Final = frozenset({sre.ASSERT, sre.ASSERT_NOT})

Node = tuple[Any, Any]


class Attack(NamedTuple):
    """A text of any length: *before* once, *pump* again and again, *after* once."""

    before: str
    pump: str
    after: str

    def text(self, length: int) -> str:
        return self.before + self.pump * max(1, length // len(self.pump)) + self.after


class Tree:
    """The parts of a pattern, with texts for each of them."""

    def __init__(self, pattern: Pattern) -> None:
        self.nodes: list[Node] = list(parser.parse(pattern.text, pattern.flags))
        named = "".join(chr(code) for code in islice(_codes(self.nodes), 200))
        self.signs = "".join(dict.fromkeys(SIGNS + named))

    def signs_of(self, node: Node) -> str:
        """Give the signs that a part of one sign's length matches."""
        return "".join(sign for sign in self.signs if _is_one(node, sign))

    def texts(self, nodes: Iterable[Node]) -> list[str]:
        """Give a few short texts that a sequence of parts matches."""
        each = [self._of(node) for node in nodes]
        shortest = "".join(one[0] for one in each)
        varied = ("".join(one) for one in islice(product(*each), TEXTS))
        return list(dict.fromkeys((shortest, *varied)))[:TEXTS]

    def _of(self, node: Node) -> list[str]:
        kind, value = node
        if kind is sre.LITERAL:
            return [chr(value)]
        if kind in {sre.NOT_LITERAL, sre.ANY, sre.IN}:
            return list(self.signs_of(node)[:TEXTS]) or [""]
        if kind is sre.BRANCH:
            return [text for way in value[1] for text in self.texts(way)[:2]][: 4 * TEXTS] or [""]
        if kind in _REPEATS:
            return list(dict.fromkeys(text * value[0] for text in self.texts(value[2])))
        inner = _inner(node)
        return [""] if inner is None or kind in _LOOKS else self.texts(inner)

    def attacks(self) -> Iterator[Attack]:
        """Give texts that reach each repetition, pump it, and fail behind it."""
        for before, node in self._repetitions(self.nodes, [""]):
            body = self.pumps(node)
            pumps = [*body, *before, *(f"{one}{two}" for one in before[:2] for two in body[:2])]
            for pump in dict.fromkeys(filter(None, pumps)):
                yield from (Attack(start, pump, end) for start in ("", *before) for end in ENDS)

    def pumps(self, node: Node) -> list[str]:
        body = list(node[1][2])
        if len(body) == 1 and body[0][0] in {sre.NOT_LITERAL, sre.ANY, sre.IN, sre.LITERAL}:
            return list(self.signs_of(body[0])[:PUMPS])
        inner = (one for _, deeper in self._repetitions(body, [""]) for one in self.pumps(deeper))
        return list(dict.fromkeys((*self.texts(body), *islice(inner, PUMPS))))[:PUMPS]

    def _repetitions(
        self, nodes: list[Node], before: list[str]
    ) -> Iterator[tuple[list[str], Node]]:
        """Give each part that is repeated, with texts that lead to it."""
        for number, node in enumerate(nodes):
            lead = self.texts(nodes[:number])
            here = list(dict.fromkeys(f"{one}{two}" for one in before for two in lead))[:TEXTS]
            kind, value = node
            if kind in _REPEATS and value[1] > 8:
                yield here, node
            for inner in _inners(node):
                yield from self._repetitions(list(inner), here)


def _inners(node: Node) -> Iterable[Any]:
    kind, value = node
    if kind is sre.BRANCH:
        return list(value[1])
    inner = value[2] if kind in _REPEATS else _inner(node)
    return [] if inner is None else [inner]


def _inner(node: Node) -> Any:
    kind, value = node
    if kind is sre.SUBPATTERN:
        return value[3]
    if kind in _LOOKS:
        return value[1]
    return value if kind is sre.ATOMIC_GROUP else value[1] if kind is sre.GROUPREF_EXISTS else None


def _codes(nodes: Iterable[Node]) -> Iterator[int]:
    """Give the signs that a pattern names."""
    for node in nodes:
        kind, value = node
        if kind in {sre.LITERAL, sre.NOT_LITERAL}:
            yield value
        elif kind is sre.IN:
            yield from (one[1] if one[0] is sre.LITERAL else one[1][0]
                        for one in value if one[0] in {sre.LITERAL, sre.RANGE})  # fmt: skip
        for inner in _inners(node):
            yield from _codes(inner)


def _is_one(node: Node, sign: str) -> bool:
    kind, value = node
    if kind is sre.ANY:
        return sign != "\n"
    if kind is not sre.IN:
        return (ord(sign) == value) is (kind is sre.LITERAL)
    negated = value[0][0] is sre.NEGATE
    return any(_is_item(item, sign) for item in value[negated:]) is not negated


def _is_item(item: Node, sign: str) -> bool:
    kind, value = item
    if kind is sre.CATEGORY:
        return re.match(_CLASSES[value], sign) is not None
    first, last = (value, value) if kind is sre.LITERAL else value
    return bool(first <= ord(sign) <= last)


# ── what they cost ──────────────────────────────────────────────────────────────────────────────


class TooLongError(Exception):
    """One text took a pattern longer than it may."""


class Runs:
    """One pattern, done with as it is done with."""

    # what is tried, and what counts as nothing (s); what four times the length may cost more
    LENGTH, NOTHING, MOST, ALLOWED = 3000, 0.004, 0.5, 8

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self.manner = sites()[pattern.site].manner

    @cached_property
    def _compiled(self) -> re.Pattern[Any]:
        return re.compile(self.pattern.text, self.pattern.flags)

    @cached_property
    def attacks(self) -> list[Attack]:
        """Give what is tried, of every part of the pattern some."""
        every = list(dict.fromkeys(Tree(self.pattern).attacks()))
        return every[:: -(-len(every) // ATTACKS) or 1]

    def slow(self) -> Attack | None:
        """Give an attack that takes more than its length, if there is one."""
        return next((attack for attack in self.attacks if not self.is_linear(attack)), None)

    def longest(self, length: int) -> float:
        """Give the most that a text of some length takes (s)."""
        return max((self.spent(attack.text(length)) for attack in self.attacks), default=0.0)

    def is_linear(self, attack: Attack) -> bool:
        for _ in range(3):  # a machine that does other things is asked again
            small = self.spent(attack.text(self.LENGTH))
            if small < self.NOTHING:
                return True
            if self.spent(attack.text(4 * self.LENGTH)) < min(self.ALLOWED * small, self.MOST):
                return True
        return False

    def spent(self, text: str) -> float:
        """Give the processor time that a text takes (s), at most a little more than `MOST`."""
        whole = text.encode("utf-8") if isinstance(self.pattern.text, bytes) else text
        signal.signal(signal.SIGPROF, _stop)
        signal.setitimer(signal.ITIMER_PROF, self.MOST * 1.5)
        begin = time.thread_time()
        try:
            for _ in [self._done(whole)]:
                pass
        except TooLongError:
            pass
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        return time.thread_time() - begin

    def _done(self, text: Any) -> object:
        if self.manner == "finditer":
            return sum(1 for _ in self._compiled.finditer(text))
        return getattr(self._compiled, self.manner)(text)


def _stop(*_: object) -> None:
    raise TooLongError


if __name__ == "__main__":
    main()
