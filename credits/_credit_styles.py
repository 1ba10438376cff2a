"""How houses print a credit: a table of templates, and the small language they are written in.

    template := (text | "{" field "}" | "[" (text | "{" field "}")* "]")*
    "{{", "}}", "[[" and, outside a group, "]]" print one bracket

A group in square brackets vanishes when a field in it is empty. Between two fields a text is a
separator: it is printed only where both sides are. A text at either end frames the whole, and a
credit that names nobody is empty. Sources: the agencies' own captions and the papers' style guides,
as they print them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, Protocol, TypeAlias

from credits.errors import InvalidValue
from credits.vocabulary import Vocabulary, default, licence
from credits.vocabulary.phrases import FALLBACK, label, languages, phrase, primary


class Credit(Protocol):
    """What a style prints: the parts of a credit line."""

    @property
    def caption(self) -> str | None:
        """The caption, which is the title where none is given."""

    @property
    def creators(self) -> tuple[str, ...]:
        """Who made the picture."""

    @property
    def role(self) -> str | None:
        """What kind of picture it is."""

    @property
    def organisations(self) -> tuple[str, ...]:
        """Agencies, papers, libraries."""

    @property
    def via(self) -> str | None:
        """The distributor."""

    @property
    def source(self) -> str | None:
        """Where it was taken from."""

    @property
    def source_url(self) -> str | None:
        """The address of that."""

    @property
    def licence(self) -> str | None:
        """The licence, as printed."""

    @property
    def copyright_holder(self) -> str | None:
        """Who holds the copyright."""

    @property
    def year(self) -> int | None:
        """The year of the copyright."""

    @property
    def is_placeholder(self) -> bool:
        """Whether it names nobody."""

    @property
    def lang(self) -> str | None:
        """The language of the line."""


class Style(NamedTuple):
    """One house's way.

    *own* is the house's agency and how it prints itself; *alone* is the template for a credit in
    which no other organisation has a part. *labels* are the house's own words for "Photo:", *lang*
    is the language it prints in. *joined* is ``and`` for "A, B and C", ``comma`` for "A, B, C".
    """

    about: str
    template: str
    alone: str = ""
    own: tuple[str, str] = ("", "")
    lang: str | None = None
    labels: Mapping[str, str] = {}
    joined: str = "comma"


STYLES: Final[dict[str, Style]] = {
    "afp": Style(
        "Agence France-Presse: (Photo by Name / AFP)",
        "({by} {creators} / {organisations}[ {via_word} {via}])",
        own=("Agence France-Presse", "AFP"), lang="en", joined="and",
    ),
    "ap": Style(
        "Associated Press: (AP Photo/Name), others (Name/Agency via AP)",
        "({creators}/{organisations}[ {via_word} {via}])", "({own}/{creators})",
        own=("Associated Press", "AP"), lang="en", joined="and",
    ),
    "dpa": Style(
        "Deutsche Presse-Agentur: Foto: Name/dpa",
        "{label} {creators}/{organisations}[ {via_word} {via}]",
        own=("Deutsche Presse-Agentur", "dpa"), lang="de", joined="and",
    ),
    "getty": Style(
        "Getty Images: (Photo by Name/Getty Images), (Photo by Name/Agency via Getty Images)",
        "({by} {creators}/{organisations}[ {via_word} {via}])",
        own=("Getty Images", "Getty Images"), lang="en", joined="and",
    ),
    "guardian": Style(
        "The Guardian: Photograph: Name/Agency",
        "{label} {creators}/{organisations}[ {via_word} {via}]",
        own=("The Guardian", "the Guardian"), lang="en", labels={"en": "Photograph:"}, joined="and",
    ),
    "plain": Style(
        "Names and agencies, nothing else: Name/Agency via Distributor",
        "{creators}/{organisations}[ {via_word} {via}]",
    ),
    "reuters": Style(
        "Reuters: REUTERS/Name, others Name/Agency via REUTERS",
        "{creators}/{organisations}[ {via_word} {via}]", "{own}/{creators}",
        own=("Reuters", "REUTERS"), lang="en", joined="and",
    ),
    "tasl": Style(
        'Title, author, source, licence (Creative Commons): "Title" by Name is licensed under ...',
        '["{title}" ]{made_by} {who}[ {via_word} {via}][, {url}]'
        '[{licensed} {licence}][ {licence_url}]',
    ),
}  # fmt: skip
# what the house's agency is called in a credit of its own
_ALONE: Final = {"ap": "AP Photo"}
FIELDS: Final = (
    "creators", "organisations", "via", "source", "licence", "year", "copyright_holder", "title",
    "url", "credit",
)  # fmt: skip
WORDS: Final = ("label", "by", "via_word")
_WORDS_OF_LANGUAGE: Final = frozenset((*WORDS, "made_by", "licensed"))

Values: TypeAlias = Mapping[str, str]


class Text(NamedTuple):
    """Text that stands as it is."""

    text: str


class Word(NamedTuple):
    """A word of the language, which is text: a label, "via"."""

    name: str


class Slot(NamedTuple):
    """A field."""

    name: str


class Group(NamedTuple):
    """What vanishes as a whole when one of its fields is empty."""

    parts: tuple[Part, ...]


Part: TypeAlias = "Text | Word | Slot | Group"


def written(
    credit: Credit,
    style: str,
    *,
    lang: str | None = None,
    title: str | None = None,
    vocabulary: Vocabulary | None = None,
) -> str:
    """Print a credit in a house style (a row of `STYLES`) or by a template.

    Raises:
        InvalidValue: there is no such style, field or language; the message says which there are.
    """
    way = style_of(style)
    spoken = _language(lang, way, credit)
    if credit.is_placeholder:
        return ""
    known = vocabulary or default()
    alone = bool(way.alone) and _is_own(credit, way, known)
    parts = template(way.alone if alone else way.template)
    values = {
        **_values(credit, way, spoken, known, parts),
        "own": _ALONE.get(style, way.own[1]) if credit.role in {None, "photo"} else way.own[1],
        "title": title or credit.caption or "",
    }
    return _framed(parts, values, _words(credit, way, spoken))


def style_of(name: str) -> Style:
    """Look up a style; a text with a brace in it is a template.

    Raises:
        InvalidValue: it is neither, or the template is wrong.
    """
    if name in STYLES:
        return STYLES[name]
    if "{" not in name:
        raise InvalidValue(
            f"there is no style {name!r}; {_meant(name, STYLES)} "
            "(a template has fields, such as {creators}/{organisations})"
        )
    for asked in _asked(template(name)):
        if asked not in (*FIELDS, *WORDS):
            raise InvalidValue(
                f"the template {name!r} has no field {asked!r}; {_meant(asked, (*FIELDS, *WORDS))}"
            )
    return Style("", name)


def _meant(wrong: str, right: Sequence[str] | Mapping[str, Style]) -> str:
    near = difflib.get_close_matches(wrong.lower(), right, n=1)
    return f"did you mean {near[0]}?" if near else f"known: {', '.join(right)}"


def _language(wish: str | None, way: Style, credit: Credit) -> str:
    if wish is not None and primary(wish) not in languages():
        known = " ".join(languages())
        raise InvalidValue(f"there are no words for the language {wish!r}; known: {known}")
    tags = (wish, way.lang, credit.lang)
    return next((primary(tag) for tag in tags if tag and primary(tag) in languages()), FALLBACK)


def _is_own(credit: Credit, way: Style, known: Vocabulary) -> bool:
    """Tell whether the house's agency alone is credited beside the names."""
    found = [known.organisation(one) for one in credit.organisations]
    return not credit.via and {one.name if one else "" for one in found} == {way.own[0]}


# ---- what is printed ----------------------------------------------------------------------------


def _values(
    credit: Credit, way: Style, lang: str, known: Vocabulary, parts: tuple[Part, ...]
) -> dict[str, str]:
    creators = _joined(credit.creators, way, lang)
    organisations = "/".join(_printed(name, way, known) for name in credit.organisations)
    via = _printed(credit.via, way, known) if credit.via else ""
    found = licence(credit.licence) if credit.licence else None
    values = {
        "creators": creators,
        "organisations": organisations or _instead(credit, parts),
        "via": via,
        "source": credit.source or "",
        "licence": found.name if found else credit.licence or "",
        "licence_url": found.url if found else "",
        "year": str(credit.year) if credit.year else "",
        "copyright_holder": credit.copyright_holder or "",
        "url": credit.source_url or "",
    }
    values["who"] = "/".join(filter(None, (creators, values["organisations"])))
    tail = f" {phrase('via', lang)} {via}" if via else ""
    values["credit"] = f"{values['who']}{tail}".strip()
    return values


def _printed(name: str, way: Style, known: Vocabulary) -> str:
    """Print the house's own agency as the house does, any other as it stood."""
    found = known.organisation(name)
    return way.own[1] if found and found.name == way.own[0] else name


def _instead(credit: Credit, parts: tuple[Part, ...]) -> str:
    """Give what stands for a party where none is named and the template prints nothing else."""
    if credit.creators or credit.via or {"source", "copyright_holder"} & set(_asked(parts)):
        return ""
    return credit.source or credit.copyright_holder or ""


def _joined(names: Sequence[str], way: Style, lang: str) -> str:
    comma, last = phrase("comma", lang), phrase("and", lang)
    if way.joined == "comma" or not last or len(names) < 2:
        return comma.join(names)
    return f"{comma.join(names[:-1])}{last}{names[-1]}"


def _words(credit: Credit, way: Style, lang: str) -> dict[str, str]:
    own = way.labels.get(lang) if credit.role in {None, "photo", "handout"} else None
    return {
        "label": own or label(credit.role, lang),
        "by": label(credit.role, lang, by=True),
        "via_word": phrase("via", lang),
        "made_by": phrase("made_by", lang),
        "licensed": phrase("licensed", lang),
    }


# ---- the language of templates ------------------------------------------------------------------

_TOKEN: Final = re.compile(r"(?P<twice>\{\{|\}\}|\[\[)|\{(?P<name>\w*)\}|[\[\]{}]|[^\[\]{}]+")


@lru_cache(maxsize=64)
def template(text: str) -> tuple[Part, ...]:
    """Compile a template.

    Raises:
        InvalidValue: a bracket or brace has no partner, or a field has no name.
    """
    outside: list[Part] = []
    inside: list[Part] | None = None
    at = 0
    while token := _TOKEN.match(text, at):
        here, at = outside if inside is None else inside, token.end()
        if token[0] == "[" and inside is None:
            inside = []
        elif token[0].startswith("]") and inside is not None:
            outside.append(Group(tuple(inside)))
            inside = None
        elif token[0] == "]" and text.startswith("]]", token.start()):
            here.append(Text("]"))
            at += 1
        else:
            here.append(_part(token, text))
    if inside is not None:
        raise InvalidValue(f"the template {text!r} has a [ that no ] closes; [[ prints one")
    return tuple(outside)


def _part(token: re.Match[str], text: str) -> Part:
    if name := token["name"]:
        return Word(name) if name in _WORDS_OF_LANGUAGE else Slot(name)
    if token[0] in {"[", "]", "{", "}", "{}"}:
        raise InvalidValue(
            f"the template {text!r} has a {token[0]} at character {token.start() + 1} that means "
            "nothing there; {field} prints a field, {{ }} [[ ]] print brackets"
        )
    return Text(token[0][0] if token["twice"] else token[0])


def _asked(parts: Iterable[Part]) -> Iterator[str]:
    """Give the names of all fields and words that a template asks for."""
    for part in parts:
        if isinstance(part, Group):
            yield from _asked(part.parts)
        elif not isinstance(part, Text):
            yield part.name


def _framed(parts: tuple[Part, ...], values: Values, words: Values) -> str:
    """Put values into a template; text between two fields separates, text at the ends frames."""
    frame, body, text, met = "", "", "", False
    for part in parts:
        if isinstance(part, Text | Word):
            text += _said(part, values, words)
            continue
        said = _said(part, values, words)
        frame = frame if met else text
        body += text + said if met and said and body else said
        text, met = "", True
    # a group may bring the separator of a party that is not there
    body = body.lstrip(" ,;:/|·")
    # a full-width colon has its blank in itself
    return f"{frame}{body}{text}".replace("： ", "：").strip() if body else ""


def _said(part: Part, values: Values, words: Values) -> str:
    match part:
        case Text(text):
            return text
        case Word(name):
            return words[name]
        case Slot(name):
            return values[name]
        case Group(parts):
            whole = all(values[one.name] for one in parts if isinstance(one, Slot))
            return "".join(_said(one, values, words) for one in parts) if whole else ""
