"""Markdown of site builders, front matter included.

The body is rendered to HTML in which every picture carries the offset it has in the source, and
read like a page: captions are found by the same ladder. Front matter (YAML, TOML, JSON) names the
cover under keys that differ by theme; `COVERS` is their table, the policy may name more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from credits import _toml
from credits.articles import html
from credits.articles._captions import Captions
from credits.articles._directives import with_figures
from credits.articles._marks import MARK, Edit, edited, marks
from credits.articles._model import Article, Lines, Place, Use
from credits.articles._shortcodes import figures
from credits.articles._waivers import waivers, without_code
from credits.errors import Unsupported

if TYPE_CHECKING:
    from credits.vocabulary import Vocabulary

NAME: Final = "markdown"
SUFFIXES: Final = (".md", ".markdown", ".mdx", ".mkd")

# keys that name a cover; a dot goes into a mapping, a star takes each member of a list
COVERS: Final = (
    "image", "images.*", "cover", "cover.image", "cover_image", "coverImage", "header.image",
    "header.teaser", "header.overlay_image", "featured_image", "featuredImage", "featureimage",
    "feature_image", "thumbnail", "thumb", "banner", "hero", "hero_image", "og_image", "teaser",
    "resources.*",
)  # fmt: skip
_ADDRESS: Final = ("src", "path", "image", "url", "relURL")
_ALT: Final = ("alt", "image_alt", "imageAlt")
_SAID: Final = ("caption", "title", "description")
_CREDIT: Final = ("credit", "attribution", "photographer", "attr", "copyright", "author")
_FRONT: Final = re.compile(
    r"\A\ufeff?(?:(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<body>.*?)^(?P=fence)[ \t]*$"
    r"|(?P<json>\{\s*\"))",
    re.DOTALL | re.MULTILINE,
)
# in one paragraph; links and pictures begin with one
BRACKETS: Final = 2000
# a parser looks for the ends of brackets that stand open in all of the paragraph: so many of them
# times so many characters take it two thirds of a second
SEARCHED: Final = 100_000_000
# in an article; each costs a Markdown parser some twenty microseconds
MOST: Final = {"\n": (50_000, "lines"), "*": (100_000, "asterisks"), "_": (100_000, "underscores")}
_IMAGE: Final = re.compile(r"!\[")
_BRACKET: Final = re.compile(r"[\[\]]")
# Markdown of a picture inside raw HTML (kramdown, md_in_html)
_INSIDE: Final = re.compile(
    r"!\[([^\[\]]{0,1000})\]\(\s*<?((?:[^)\s>!]|!(?!\[)){1,2000})>?(?:\s+\"[^\"]*\")?\s*\)"
)


class Front(NamedTuple):
    """Front matter: its values, where they stand, and where the body begins."""

    values: dict[str, Any]
    start: int
    stop: int
    problem: str | None = None


def scan(
    text: str,
    path: str | None = None,
    *,
    keys: Sequence[str] = (),
    vocabulary: Vocabulary | None = None,
) -> Article:
    """List the photos of a Markdown article.

    *keys* are further front-matter keys that name a cover, *vocabulary* holds a newsroom's words.

    Raises:
        Unsupported: the text is longer than 32 million characters, or has more lines, brackets
            or emphasis than any article (`MOST`, `BRACKETS`, `SEARCHED`).
    """
    _bounded(text)
    lines = Lines(text)
    front = _front(text)
    found = _covers(front, (*COVERS, *keys), Captions(vocabulary))
    covers = [replace(use, place=_placed(use.src, front, text, lines)) for use in found]
    tree, problems = html.parsed(_rendered(text, front.stop, lines))
    body = list(html.uses(tree, lines, vocabulary)) if tree is not None else []
    shown = {use.src for use in body if use.text is not None}
    title = front.values.get("title")
    return Article(
        path,
        title if isinstance(title, str) else None,
        (*(use for use in covers if use.src not in shown), *body),
        tuple(waivers(without_code(text), lines)),
        problems=(*((front.problem,) if front.problem else ()), *problems),
    )


def _bounded(text: str) -> None:
    """Refuse what no article is, and what a Markdown parser would take minutes for."""
    if len(text) > html.MOST:
        raise Unsupported(f"is an article of {len(text)} characters, the most is {html.MOST}")
    for sign, (most, name) in MOST.items():
        if (count := text.count(sign)) > most:
            raise Unsupported(f"is an article of {count} {name}, the most is {most}")
    if text.count("[") > BRACKETS and (
        text.count("[") > BRACKETS * 20
        or max(block.count("[") for block in text.split("\n\n")) > BRACKETS
    ):
        raise Unsupported(f"has a paragraph with more than {BRACKETS} opening brackets")
    if text.count("[") * len(text) > SEARCHED and any(
        _open(block) * len(block) > SEARCHED for block in text.split("\n\n")
    ):
        raise Unsupported("has a paragraph too long for the brackets that stand open in it")


def _open(block: str) -> int:
    """Count the brackets that stand open at once, at the most."""
    most = depth = 0
    for sign in _BRACKET.findall(block):
        depth = depth + 1 if sign == "[" else max(depth - 1, 0)
        most = max(most, depth)
    return most


# ---- the body ----------------------------------------------------------------------------------


def _rendered(text: str, start: int, lines: Lines) -> str:
    from markdown_it import MarkdownIt  # noqa: PLC0415  (only for Markdown)
    from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin  # noqa: PLC0415

    # front matter leaves its line breaks, so that every line keeps its number
    front = Edit(0, start, "\n" * text.count("\n", 0, start))
    source = edited(text, (front, *marks(text), *figures(text), *with_figures(text)))
    reader = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable("table")
    reader.use(attrs_plugin).use(attrs_block_plugin)
    tokens = reader.parse(source)
    _Placer(text, lines).place(tokens)
    return str(reader.renderer.render(tokens, reader.options, {}))


class _Placer:
    """Gives every picture of the tokens its offset in the source."""

    def __init__(self, text: str, lines: Lines) -> None:
        self._text = text
        self._lines = lines
        self._free = 0

    def place(self, tokens: Sequence[Any]) -> None:
        for token in tokens:
            if token.map:
                self._free = max(self._free, self._lines.offset(token.map[0] + 1))
            if token.type == "image":
                token.attrs[MARK] = str(self._next())
                token.attrs["alt"] = token.content
                if title := token.attrs.get("title"):
                    token.attrs["data-caption"] = title
            elif token.type in {"html_block", "html_inline"}:
                token.content = _INSIDE.sub(self._image, token.content)
            if token.children:
                self.place(token.children)

    def _next(self) -> int:
        found = _IMAGE.search(self._text, self._free)
        at = found.start() if found else self._free
        self._free = at + 2
        return at

    def _image(self, found: re.Match[str]) -> str:
        place = f"{MARK}={self._next()}"
        return f'<img {place} src="{escape(found[2])}" alt="{escape(found[1])}">'


# ---- front matter ------------------------------------------------------------------------------


def _front(text: str) -> Front:
    found = _FRONT.match(text)
    if not found:
        return Front({}, 0, 0)
    if found["json"]:
        return _front_json(text, found.start("json"))
    try:
        values = _READERS[found["fence"]](found["body"])
    except Exception as error:  # noqa: BLE001  (three readers, each with errors of its own)
        said = str(error).splitlines()
        return Front({}, 0, found.end(), f"front matter: {said[0] if said else 'not readable'}")
    values = values if isinstance(values, dict) else {}
    return Front(values, found.start("body"), found.end())


def _front_json(text: str, start: int) -> Front:
    try:
        values, stop = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        return Front({}, 0, 0, f"front matter: {error}")
    return Front(values, start, stop)


def _yaml(text: str) -> Any:
    import yaml  # noqa: PLC0415  (only for front matter)

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if text.count("*") + text.count("&") > 200 or len(text) > 1 << 20:  # aliases can multiply
        raise ValueError("more of it than front matter has")
    return yaml.load(text, Loader=loader)  # noqa: S506  (a safe loader)


_READERS: Final[dict[str, Callable[[str], Any]]] = {"---": _yaml, "+++": _toml.loaded}


def _covers(front: Front, keys: Sequence[str], captions: Captions) -> Iterator[Use]:
    seen: set[str] = set()
    for key in dict.fromkeys(keys):
        for value in _values(front.values, key.split(".")):
            use = _cover(key, value, front, captions)
            if use and use.src not in seen and _is_picture(key, use.src):
                seen.add(use.src)
                yield use


def _values(node: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield node
    elif steps[0] == "*":
        for member in node if isinstance(node, list) else ():
            yield from _values(member, steps[1:])
    elif isinstance(node, dict) and steps[0] in node:
        yield from _values(node[steps[0]], steps[1:])


def _cover(key: str, value: Any, front: Front, captions: Captions) -> Use | None:
    """Make a use of a front-matter value: an address, or a mapping with one in it."""
    if isinstance(value, dict):
        said, src = value, _string(value, _ADDRESS)
        if "." in key and src is None:
            return None
    else:
        parent = _parent(front.values, key)
        said, src = parent, value if isinstance(value, str) else None
    if not src or not src.strip():
        return None
    caption, credit = (
        _string(said, names) or _string(said.get("params"), names) for names in (_SAID[:1], _CREDIT)
    )
    words = captions.read((caption, credit))
    return Use(
        src=src.strip(), place=Place(1), kind="cover", alt=_string(said, _ALT),
        text=words.text, caption=words.caption, credit=words.credit,
    )  # fmt: skip


def _parent(values: dict[str, Any], key: str) -> dict[str, Any]:
    """Give what stands beside a key: its siblings, or those that begin with its name."""
    head, _, last = key.rpartition(".")
    if head:
        above = _values(values, head.split("."))
        return next((node for node in above if isinstance(node, dict)), {})
    prefix = re.compile(rf"{re.escape(last)}[_-]?", re.IGNORECASE)
    return {
        prefix.sub("", name, count=1).lower(): value
        for name, value in values.items()
        if prefix.match(name) and name != last
    }


def _string(node: Any, names: Sequence[str]) -> str | None:
    if not isinstance(node, dict):
        return None
    found = (node.get(name) for name in names)
    return next((" ".join(value.split()) for value in found if isinstance(value, str)), None)


def _is_picture(key: str, src: str) -> bool:
    # other resources than pictures stand in the same list
    return not key.startswith("resources") or bool(html.PICTURE.search(src))


def _placed(src: str, front: Front, text: str, lines: Lines) -> Place:
    at = text.find(src, front.start, front.stop)
    return lines.place(max(at, front.start))
