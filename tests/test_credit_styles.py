"""Each house prints a credit its way; a template of one's own is checked before it is used."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from credits._credit_styles import FIELDS, STYLES, WORDS, style_of, written
from credits.credit_line import CreditLine, parse
from credits.errors import InvalidValue
from credits.vocabulary import default, key, of_house
from credits.vocabulary._spelling import load

ONE = CreditLine(creators=("Jane Doe",), organisations=("AP",))
STAFF = {
    "afp": CreditLine(creators=("Jane Doe",), organisations=("AFP",)),
    "ap": ONE,
    "dpa": CreditLine(creators=("Jane Doe",), organisations=("dpa",)),
    "getty": CreditLine(creators=("Jane Doe",), organisations=("Getty",)),
    "guardian": CreditLine(creators=("Jane Doe",), organisations=("Guardian",)),
    "reuters": CreditLine(creators=("Jane Doe",), organisations=("Reuters",)),
}
OWN = {
    "afp": "(Photo by Jane Doe / AFP)",
    "ap": "(AP Photo/Jane Doe)",
    "dpa": "Foto: Jane Doe/dpa",
    "getty": "(Photo by Jane Doe/Getty Images)",
    "guardian": "Photograph: Jane Doe/the Guardian",
    "reuters": "REUTERS/Jane Doe",
}
THREE = CreditLine(
    creators=("Jane Doe", "John Roe", "Kim Poe"), organisations=("AFP",), via="Getty Images"
)
CHAINS = {
    "afp": "(Photo by Jane Doe, John Roe and Kim Poe / AFP via Getty Images)",
    "ap": "(Jane Doe, John Roe and Kim Poe/AFP via Getty Images)",
    "dpa": "Foto: Jane Doe, John Roe und Kim Poe/AFP via Getty Images",
    "getty": "(Photo by Jane Doe, John Roe and Kim Poe/AFP via Getty Images)",
    "guardian": "Photograph: Jane Doe, John Roe and Kim Poe/AFP via Getty Images",
    "plain": "Jane Doe, John Roe, Kim Poe/AFP via Getty Images",
    "reuters": "Jane Doe, John Roe and Kim Poe/AFP via Getty Images",
    "tasl": "Jane Doe, John Roe, Kim Poe/AFP via Getty Images",
}
LAKE = CreditLine(
    caption="A lake",
    creators=("Ann Lee",),
    licence="cc by sa 2.0",
    source_url="https://a.example/x",
)


def test_the_table_is_complete_and_sorted() -> None:
    assert list(STYLES) == sorted(
        ["ap", "reuters", "getty", "afp", "dpa", "guardian", "plain", "tasl"]
    )
    assert set(CHAINS) == set(STYLES)
    for name, way in STYLES.items():
        assert way.about, name


@pytest.mark.parametrize("style", OWN)
def test_a_house_and_its_own_photographer(style: str) -> None:
    assert STAFF[style].format(style) == OWN[style]


@pytest.mark.parametrize("style", CHAINS)
def test_three_names_an_agency_and_a_distributor(style: str) -> None:
    assert THREE.format(style) == CHAINS[style]


@pytest.mark.parametrize(
    ("style", "line", "text"),
    [
        ("ap", CreditLine(organisations=("Associated Press",)), "(AP Photo)"),
        ("ap", CreditLine(organisations=("Boston Herald",), via="AP"), "(Boston Herald via AP)"),
        ("ap", CreditLine(creators=("A B",), organisations=("AP",), role="illustration"), "(AP/A B)"),
        ("ap", CreditLine(creators=("A B",), organisations=("The Union",)), "(A B/The Union)"),
        ("reuters", CreditLine(organisations=("reuters",)), "REUTERS"),
        ("reuters", CreditLine(organisations=("KCNA",), via="Reuters"), "KCNA via REUTERS"),
        ("getty", CreditLine(organisations=("UIG",), via="Getty"), "(Photo by UIG via Getty Images)"),
        ("getty", CreditLine(creators=("A B",), role="illustration"), "(Illustration by A B)"),
        ("guardian", CreditLine(organisations=("Alamy",)), "Photograph: Alamy"),
        ("guardian", CreditLine(creators=("A B",), role="graphic"), "Graphic: A B"),
        ("plain", CreditLine(creators=("A B",), via="Unsplash"), "A B via Unsplash"),
        ("plain", CreditLine(via="Unsplash"), "via Unsplash"),
        ("plain", CreditLine(source="versia.ru"), "versia.ru"),
        ("plain", CreditLine(copyright_holder="A B/dpa"), "A B/dpa"),
        ("plain", CreditLine(creators=("A B",), source="versia.ru"), "A B"),
        ("dpa", CreditLine(creators=("A B",), role="screenshot"), "Screenshot: A B"),
    ],
)  # fmt: skip
def test_other_shapes(style: str, line: CreditLine, text: str) -> None:
    assert line.format(style) == text


@pytest.mark.parametrize("style", [*STYLES, "{creators}/{organisations}", "© {copyright_holder}"])
def test_who_is_not_named_is_not_printed(style: str) -> None:
    assert CreditLine().format(style) == ""
    assert CreditLine(is_placeholder=True, role="photo").format(style) == ""


def test_tasl() -> None:
    text = '"A lake" by Ann Lee, https://a.example/x is licensed under CC BY-SA 2.0'
    address = "https://creativecommons.org/licenses/by-sa/2.0/"
    assert LAKE.format("tasl") == f"{text} {address}"
    assert LAKE.format("tasl", title="Still").startswith('"Still" by Ann Lee')
    assert CreditLine(creators=("Ann Lee",), licence="Lizenz XY").format("tasl") == (
        "Ann Lee is licensed under Lizenz XY"
    )
    german = LAKE.format("tasl", lang="de")
    assert (
        german
        == f'"A lake" von Ann Lee, https://a.example/x ist lizenziert unter CC BY-SA 2.0 {address}'
    )
    assert (
        CreditLine(caption="A lake", organisations=("NASA",)).format("tasl") == '"A lake" by NASA'
    )


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Photo: Jane Doe, John Roe and Kim Poe/AFP via Getty Images"),
        ("de", "Foto: Jane Doe, John Roe und Kim Poe/AFP via Getty Images"),
        ("de-AT", "Foto: Jane Doe, John Roe und Kim Poe/AFP via Getty Images"),
        ("fr", "Photo : Jane Doe, John Roe et Kim Poe/AFP via Getty Images"),
        ("es", "Foto: Jane Doe, John Roe y Kim Poe/AFP vía Getty Images"),
        ("uk", "Фото: Jane Doe, John Roe та Kim Poe/AFP через Getty Images"),
        ("ja", "写真：Jane Doe、John Roe、Kim Poe/AFP via Getty Images"),
        ("ar", "تصوير: Jane Doe، John Roe، Kim Poe/AFP via Getty Images"),
        ("pt_BR", "Foto: Jane Doe, John Roe e Kim Poe/AFP via Getty Images"),
    ],
)
def test_words_of_the_language(lang: str, text: str) -> None:
    assert THREE.format("dpa", lang=lang) == text


def test_the_language_of_the_line_is_used_where_the_house_has_none() -> None:
    line = CreditLine(creators=("A B",), via="Getty", lang="uk")
    assert line.format("{label} {creators}[ {via_word} {via}]") == "Фото: A B через Getty"
    assert line.format("getty") == "(Photo by A B via Getty Images)"
    assert CreditLine(creators=("A B",), lang="und").format("{label} {creators}") == "Photo: A B"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{creators}/{organisations}", "Jane Doe/AP"),
        ("{organisations} / {creators}", "AP / Jane Doe"),
        ("{creators} ({organisations})", "Jane Doe (AP)"),
        ("Foto: {creators}[ via {via}]", "Foto: Jane Doe"),
        ("{creators}[/{organisations}][ ({licence})]", "Jane Doe/AP"),
        ("[[{creators}/{organisations}]]", "[Jane Doe/AP]"),
        ("{{{creators}}}", "{Jane Doe}"),
        ("{by} {credit}", "Photo by Jane Doe/AP"),
        ("{creators}{organisations}", "Jane DoeAP"),
        ("© {year} {creators}", "© Jane Doe"),
        ("{title}: {creators}", "Jane Doe"),
    ],
)
def test_templates(template: str, text: str) -> None:
    assert ONE.format(template) == text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (CreditLine(creators=("A B",)), "Foto: A B"),
        (CreditLine(organisations=("AP",)), "Foto: AP"),
        (CreditLine(creators=("A B",), organisations=("AP",)), "Foto: A B/AP"),
        (CreditLine(via="AP"), "Foto: via AP"),
        (CreditLine(creators=("A B",), year=2020), "Foto: A B (2020)"),
    ],
)
def test_separators_stand_between_what_is_printed(line: CreditLine, text: str) -> None:
    assert line.format("Foto: {creators}/{organisations}[ via {via}][ ({year})]") == text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("afpp", "there is no style 'afpp'; did you mean afp?"),
        ("nothing-like-it", "known: afp, ap, dpa, getty, guardian, plain, reuters, tasl"),
        ("", "there is no style ''"),
        ("{creator}", "has no field 'creator'; did you mean creators?"),
        ("{photographer}", "has no field 'photographer'; known: creators, organisations"),
        ("{own}", "has no field 'own'"),
        ("{creators", "has a { at character 1"),
        ("{creators}}", "has a } at character 11"),
        ("{creators}]", "has a ] at character 11"),
        ("[{creators}", "has a [ that no ] closes"),
        ("[a[{creators}]]", "has a [ at character 3"),
        ("{}", "has a {} at character 1"),
        ("{creators!r}", "has a { at character 1"),
        ("{creators.__class__}", "has a { at character 1"),
    ],
)
def test_what_is_wrong_is_told(wrong: str, says: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        ONE.format(wrong)
    assert says in str(caught.value)


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(InvalidValue, match="no words for the language 'xx'; known: ar be bg"):
        ONE.format("dpa", lang="xx")


def test_every_field_and_word_can_be_asked_for() -> None:
    whole = CreditLine(
        caption="T", creators=("A",), organisations=("AP",), via="Getty", source="S", licence="CC0",
        year=2020, copyright_holder="C", source_url="https://u.example/",
    )  # fmt: skip
    for name in (*FIELDS, *WORDS):
        assert whole.format(f"{{{name}}}{{creators}}").endswith("A"), name
        assert style_of(f"{{{name}}}")
        assert name in WORDS or whole.format(f"{{{name}}}"), name


def test_a_house_of_its_own_words() -> None:
    own = of_house((("Associated Press", ("Die AP",), ()),))
    line = CreditLine(creators=("A B",), organisations=("Die AP",))
    assert written(line, "ap", vocabulary=own) == "(AP Photo/A B)"
    assert written(line, "ap") == "(A B/Die AP)"


def test_phrases() -> None:
    table = load("phrases")
    assert len(table) >= 40
    assert list(table) == sorted(table)
    for lang, words in table.items():
        assert list(words) == sorted(words), lang
        assert words["photo"][-1] in ":：", lang


# ---- what is printed can be read ------------------------------------------------------------------

NAMES = (
    "Jane Doe",
    "J.J. Guillén",
    "Søren Ask",
    "Олена Коваль",
    "Ann Lee",
)
AGENCIES = (
    "AP",
    "AFP",
    "Reuters",
    "dpa",
    "TASS",
    "Укрінформ",
    "NurPhoto",
    "Xinhua",
    "The New York Times",
)
DISTRIBUTORS = ("Getty Images", "AP", "Reuters", "Shutterstock")
LETTERS = st.characters(categories=["L", "N", "So"])
# only a label, a bracket or a known agency shows that a bare name is a credit
LABELLED = frozenset({"afp", "dpa", "getty", "guardian"})


def said(line: CreditLine) -> tuple[list[str], set[str], str]:
    def name_of(text: str) -> str:
        found = default().organisation(text)
        return found.name if found else key(text)

    return (
        [key(one) for one in line.creators],
        {name_of(one) for one in line.organisations},
        name_of(line.via) if line.via else "",
    )


@given(
    creators=st.lists(st.sampled_from(NAMES), max_size=3, unique=True),
    organisations=st.lists(st.sampled_from(AGENCIES), max_size=2, unique=True),
    via=st.none() | st.sampled_from(DISTRIBUTORS),
    style=st.sampled_from(sorted(STYLES)),
    lang=st.sampled_from([None, "de", "fr", "uk", "en"]),
)
@example(creators=["Jane Doe", "Ann Lee"], organisations=["AP"], via=None, style="ap", lang=None)
@example(creators=["Ann Lee"], organisations=["AFP"], via="Getty Images", style="getty", lang="de")
def test_what_a_style_prints_the_parser_reads(creators, organisations, via, style, lang) -> None:
    assume(creators and (organisations or style in LABELLED))
    assume(via not in organisations)
    assume(len(creators) < 2 or STYLES[style].joined == "and")
    line = CreditLine(creators=tuple(creators), organisations=tuple(organisations), via=via)
    assert said(parse(line.format(style, lang=lang))) == said(line)


@given(
    texts=st.lists(st.text(LETTERS, min_size=1, max_size=12), max_size=3),
    via=st.none() | st.text(LETTERS, max_size=9),
    style=st.sampled_from([*sorted(STYLES), "{creators} · {organisations}[ ({via})]"]),
)
def test_any_names_are_printed_whole(texts, via, style) -> None:
    line = CreditLine(creators=tuple(texts), via=via, caption="x")
    printed = line.format(style)
    assert all(name in printed for name in texts)
