"""The public parser: the lines of the brief, its promises for every text, and its trace."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credits._credit_styles import STYLES
from credits._credit_text import normalise
from credits.credit_line import KEYS, CreditLine, explain, parse
from credits.vocabulary import default

BRIEF = {
    "Syrian volunteers sign up en masse for Russian invasion in Ukraine/ Source: diplomatru.ru": (
        "Syrian volunteers sign up en masse for Russian invasion in Ukraine", "diplomatru.ru", (), (),
    ),
    '"Peoples service." Migrants are called to serve in the Russian military/ '
    "Source: versia.ru photo by Evgeny Epanchintsev/TASS": (
        '"Peoples service." Migrants are called to serve in the Russian military', "versia.ru",
        ("Evgeny Epanchintsev",), ("TASS",),
    ),
    "Migrants are called to serve/ Source: versia.ru photo by Evgeny Epanchintsev/TASS": (
        "Migrants are called to serve", "versia.ru", ("Evgeny Epanchintsev",), ("TASS",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", BRIEF)
def test_lines_of_the_brief(text: str) -> None:
    line = parse(text)
    assert (line.caption, line.source, line.creators, line.organisations) == BRIEF[text]
    assert str(line) == text
    assert not line.is_placeholder


def test_printed_and_canonical_names_both_stand() -> None:
    line = parse("Фото: Иван Петров/ИТАР-ТАСС")
    assert line.organisations == ("ИТАР-ТАСС",)
    assert line.canonical == ("TASS",)
    unknown = parse("Photo: Jo Li/Meadow Valley Gazette")
    assert unknown.canonical == unknown.organisations == ("Meadow Valley Gazette",)


def test_what_no_rule_can_place_is_kept() -> None:
    line = parse("Photo: Jo Li/AFP (taken with a borrowed camera on the way home)")
    assert line.creators == ("Jo Li",)
    assert line.unparsed == "taken with a borrowed camera on the way home"
    assert line.confidence < parse("Photo: Jo Li/AFP").confidence


def test_the_words_of_a_house_are_heard() -> None:
    house = default().extended(
        organisations={"Tribune of the Plain": {"aliases": ["ToP"], "domains": ["top.example"]}},
        placeholders=["фото з мережі цієї"],
        staff=["Madonna"],
    )
    assert parse("Photo: Madonna/ToP", vocabulary=house).creators == ("Madonna",)
    assert parse("Photo: Madonna/ToP", vocabulary=house).canonical == ("Tribune of the Plain",)
    assert parse("Фото: фото з мережі цієї", vocabulary=house).is_placeholder


def test_equal_if_they_say_the_same() -> None:
    assert parse("Photo: Jo Li / AFP", lang="en") == parse("Photo:  Jo Li/AFP", lang="en")


# ---- language -----------------------------------------------------------------------------------

LANGUAGES = [
    ("The harbour at dawn. Photo: Jo Li", "en"),
    ("Der Hafen am Morgen ist noch leer. Foto: Jo Li", "de"),
    ("Le port de Brest au petit matin. Photo : Jo Li", "fr"),
    ("El puerto de Cádiz en una imagen del lunes. Foto: Jo Li", "es"),
    ("O porto de Santos não será fechado. Foto: Jo Li", "pt"),
    ("Il porto di Genova visto dalla collina. Foto: Jo Li", "it"),
    ("De haven van Rotterdam is nog leeg. Foto: Jo Li", "nl"),
    ("Statsministern och hans fru på väg till mötet. Foto: Jo Li", "sv"),
    ("Statsministeren taler med pressen efter mødet om aftalen. Foto: Jo Li", "da"),
    ("Port w Gdyni jest pusty, źródło żółć. Fot. Jo Li", "pl"),
    ("Přístav je prázdný, řekl starosta v pondělí. Foto: Jo Li", "cs"),
    ("A kikötő üres volt a hétfői ünnepség után, és őszi eső esett. Fotó: Jo Li", "hu"),
    ("Portul este gol și în această dimineață. Foto: Jo Li", "ro"),
    ("Satama on tyhjä ja myös torilla oli hiljaista. Kuva: Jo Li", "fi"),
    ("Порт пуст, и это было видно с утра. Фото: Иван Петров", "ru"),
    ("Порт порожній, і це було видно ще з ранку. Фото: Іван Петренко", "uk"),
    ("Пристанището е празно след бурята. Снимка: БТА", "bg"),
    ("Το λιμάνι είναι άδειο από το πρωί. Φωτογραφία: Νίκος Παππάς", "el"),
    ("Liman bu sabah boştu ve gemiler için bir açıklama yapıldı. Fotoğraf: AA", "tr"),
    ("会見する首相＝共同", "ja"),
    ("기자회견을 하는 총리. 연합뉴스", "ko"),
    ("图为港口。图片来源：视觉中国", "zh"),
    ("Cảng Hải Phòng trước khi bão đến. Ảnh: AFP", "vi"),
    ("Pelabuhan itu sepi pada hari ini dan tidak ada kapal. Foto: Budi", "id"),
    ("ميناء بيروت (رويترز)", "ar"),
    ("عکس: ایسنا، گزارش پیچیده", "fa"),
    ("צילום: דנה כהן", "he"),
    ("फोटो: पीटीआई", "hi"),
    ("ภาพ: รอยเตอร์", "th"),
    ("Bloomberg/Jo Li", "und"),
    ("ESA/ATG", "und"),
    ("Foto: Jo Li", "de"),
    ("Photo: Jo Li", "en"),
]


@pytest.mark.parametrize(("text", "lang"), LANGUAGES)
def test_language_of_a_line(text: str, lang: str) -> None:
    assert parse(text).lang == lang


def test_the_language_given_wins() -> None:
    assert parse("Foto: Jo Li", lang="sv").lang == "sv"


# ---- promises for every text --------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "Photo:",
        "Foto",
        "von",
        "©",
        "(C)",
        "via",
        "Getty",
        "Images",
        "AFP",
        "dpa/",
        "/",
        "|",
        "—",
        "(",
        ")",
        "[",
        "]",
        ",",
        ".",
        ";",
        ":",
        '"',
        "“",
        "Jo",
        "Li",
        "MARIA",
        "ORTEGA",
        "for",
        "The",
        "New",
        "York",
        "Times",
        "supplied",
        "privat",
        "Internet",
        "2024",
        "CC",
        "BY-SA",
        "4.0",
        "https://a.example/b",
        "写真＝ロイター",
        "Фото:",
        "ТАСС",
        "=",
        "＝",
        "（代表撮影）",
        "u/abc",
        "@abc",
        "and",
        "und",
        "&",
        "Courtesy",
        "of",
        "Quelle:",
        "Source:",
        "abc.de",
        "Bild:",
        "\xad\u200b\xa0",
        "é",
        "AP",
        "Photo/",
        "Handout",
        "STR",
        "the",
        "Im",
        "Der",
    ]
)
LINES = st.lists(WORDS, max_size=24).map(" ".join) | st.text(max_size=200)


@given(LINES)
@settings(deadline=None)
def test_any_text_is_read_and_kept(text: str) -> None:
    line = parse(text)
    assert str(line) == text
    assert tuple(line.as_dict()) == KEYS


@given(LINES)
@settings(deadline=None, max_examples=300)
def test_every_name_is_printed_in_the_line(text: str) -> None:
    line = parse(text)
    printed = normalise(text)
    names = (*line.creators, *line.organisations, line.via, line.source)
    assert all(name in printed for name in names if name), line


@given(LINES)
@settings(deadline=None)
def test_a_placeholder_names_nobody(text: str) -> None:
    line = parse(text)
    named = (
        line.creators, line.organisations, line.via, line.source, line.licence,
        line.copyright_holder, line.source_url,
    )  # fmt: skip
    assert not (line.is_placeholder and any(named))


NAMES = st.sampled_from(["Jo Li", "Maria Ortega", "J.J. Guillén", "Ólafur Jónsson", "Ann O'Hara"])
AGENCIES = st.sampled_from(["AFP", "Reuters", "dpa", "TASS", "AP", "EFE", "Getty Images", "ANSA"])
CREDITS = st.builds(
    CreditLine,
    creators=st.lists(NAMES, unique=True, min_size=1, max_size=3).map(tuple),
    organisations=st.lists(AGENCIES, unique=True, min_size=1, max_size=2).map(tuple),
    via=st.none() | st.sampled_from(["Shutterstock", "Alamy"]),
)


@given(CREDITS, st.sampled_from(sorted(STYLES)))
@settings(deadline=None, max_examples=300)
def test_what_a_style_prints_is_read_back(line: CreditLine, style: str) -> None:
    printed = line.format(style)
    back = parse(printed)
    named = {*line.creators, *line.organisations, *([line.via] if line.via else [])}
    shown = {name for name in named if name.casefold() in printed.casefold()}
    read = {*back.creators, *back.organisations, *([back.via] if back.via else [])}
    assert {name.casefold() for name in shown} <= {name.casefold() for name in read}, printed


# ---- linear time --------------------------------------------------------------------------------

HOSTILE = {
    "one letter": "a" * 100_000,
    "capitals": "A" * 100_000,
    "digits": "1" * 100_000,
    "digits and hyphens": "1-" * 50_000,
    "blanks": " " * 100_000,
    "words": "word " * 20_000,
    "names": "Jo Li " * 16_000,
    "labels": "Foto: " * 16_000,
    "labels by": "photo by " * 11_000,
    "labels and names": "Photo: Jo Li " * 8_000,
    "marks": "©" * 100_000,
    "open brackets": "(" * 100_000,
    "brackets": "()" * 50_000,
    "closed brackets": ")" * 100_000,
    "slashes": "/" * 100_000,
    "names and slashes": "Jo Li/" * 16_000,
    "commas": ", " * 50_000,
    "commas and words": "a, " * 33_000,
    "stops": ". " * 50_000,
    "dots": "a.b." * 25_000,
    "at signs": "@" * 100_000,
    "dashes": " - " * 33_000,
    "quotes": '"' * 100_000,
    "addresses": "https://" * 12_000,
    "www": "www." * 25_000,
    "licences": "cc by " * 16_000,
    "creative": "creative commons " * 6_000,
    "via": "via " * 25_000,
    "and": "and " * 25_000,
    "combining marks": "e" + "\u0301\u0323" * 50_000,
    "jamo": "\u1100\u1161" * 50_000,
    "zero width": "\u200b" * 100_000,
    "full width": "＝" * 100_000,
    "kana": "あ" * 100_000,
    "hangul": "가 " * 50_000,
    "years": "2024 " * 20_000,
    "years joined": "2024-" * 20_000,
    "agencies": "Getty Images " * 8_000,
    "agencies and slashes": "AFP/" * 25_000,
    "titles": '"T" by ' * 16_000,
    "handles": "u/a " * 25_000,
    "classes": "first class " * 9_000,
    "glued": "aA" * 50_000,
    "for": "A for B " * 12_500,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_line_takes_linear_time(name: str) -> None:
    text = HOSTILE[name]
    parse(text[:1000])
    best = min(_seconds(text) for _ in range(3))
    assert best < 0.05, f"{len(text)} characters took {best:.3f} s"


def _seconds(text: str) -> float:
    start = time.process_time()
    parse(text)
    return time.process_time() - start


def test_a_megabyte_is_read() -> None:
    text = "The harbour at dawn, and all the ships in it. " * 22_000 + "Photo: Jo Li/AFP"
    line = parse(text)
    assert len(text) > 1_000_000
    assert line.creators == ("Jo Li",)
    assert line.organisations == ("AFP",)


# ---- the trace ----------------------------------------------------------------------------------


def test_the_trace_says_which_step_decided_what() -> None:
    told = {(one.step, one.field): one for one in explain("A dam. (AP Photo/Jo Li, File)")}
    assert told["segment", "caption"].value == "A dam."
    assert told["segment", "caption"].evidence == "bracket"
    assert told["classify", "creators"].value == "Jo Li"
    assert told["classify", "creators"].evidence == "AP Photo/Jo Li, File"
    assert told["role", "role"].value == "photo"


def test_the_trace_of_a_default_names_the_reason() -> None:
    told = {one.step: one for one in explain("OLYMPUS DIGITAL CAMERA")}
    assert "camera" in told["default"].evidence


def test_the_trace_is_of_the_same_parse() -> None:
    for text in BRIEF:
        line = parse(text)
        told = {one.field: one.value for one in explain(text)}
        assert told.get("source") == line.source
        assert told.get("caption") == line.caption


def test_the_steps_stand_in_a_literal_tuple() -> None:
    source = Path(parse.__code__.co_filename).with_name("_credit_steps.py").read_text("utf-8")
    names = [
        row.split('"')[1] for row in source.split("STEPS: Final")[1].splitlines() if '("' in row
    ]
    assert names[0] == "normalise"
    assert names.index("segment") < names.index("classify") < names.index("role")
    assert names.index("role") < names.index("placeholder") < names.index("confidence")
