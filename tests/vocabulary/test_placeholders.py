"""Every filler is recognised, in every dress, and no name is taken for one."""

from __future__ import annotations

import pytest

from credits import vocabulary
from credits.vocabulary import is_placeholder_credit
from credits.vocabulary._spelling import key, load
from credits.vocabulary.defaults import camera_default, file_name, software_name

TABLE = load("placeholders")
SHARED = TABLE.pop("shared")
GROUPS = tuple(TABLE)
LABELS = ("Photo: ", "Foto: ", "Photo by: ", "Bild: ", "©", "Source: ", "Credit: ", "Фото: ", "写真＝", "Φωτο: ", "تصوير: ", "צילום: ", "Photo credit: ", "Crédit photo : ", "Źródło: ")  # fmt: skip
NAMES = (
    "Ann Lee", "Internet Archive", "Jane Test", "Google Arts & Culture", "The Unknown Soldier Museum",
    "Nan Goldin", "Max Mustermann-Schulz", "Privat-Molkerei Bauer", "AP", "Archivio Alinari", "NAN",
    "Staffan Larsson", "Pool Photo Agency Ltd", "Test Match Special", "Anonymous Content", "DR Nyheder",
)  # fmt: skip


def words() -> list[tuple[str, str, str]]:
    return [
        (group, lang, word)
        for group, parts in TABLE.items()
        for lang, all_ in parts.items()
        if lang != "reason"
        for word in all_
    ]


def test_there_are_many_in_many_languages() -> None:
    assert len(words()) >= 1300
    assert set(GROUPS) == {"unknown", "nothing", "field", "template", "web", "network", "handout", "own"}  # fmt: skip
    for group, least in {"unknown": 35, "web": 35, "handout": 30, "nothing": 20, "template": 20, "own": 20}.items():  # fmt: skip
        assert len(TABLE[group]) - 1 >= least, group


@pytest.mark.parametrize("group", GROUPS)
def test_each_is_recognised_in_any_case(group: str) -> None:
    for _, _, word in (row for row in words() if row[0] == group):
        for text in (word, word.lower(), word.upper(), f" {word} "):
            if text.strip() not in SHARED["organisation"]:
                assert is_placeholder_credit(text), text


@pytest.mark.parametrize("label", LABELS)
def test_each_is_recognised_behind_a_label(label: str) -> None:
    for _, _, word in words():
        if word.upper() not in SHARED["organisation"]:
            for text in (f"{label}{word}", f"{label}{word.upper()}"):
                assert is_placeholder_credit(text), text


def test_every_label_is_looked_through() -> None:
    table = load("labels")
    labels = {word for kind in ("photo", "image", "credit", "source", "rights") for words_ in table[kind].values() for word in words_}  # fmt: skip
    assert len(labels) >= 500
    for label in labels:
        for text in (f"{label}: unknown", f"{label.upper()} : Internet", f"{label}＝不明"):
            assert is_placeholder_credit(text), text


def test_the_reason_is_that_of_the_group() -> None:
    for text, group in (
        ("Photo: Internet", "web"), ("unknown", "unknown"), ("TBD", "nothing"), ("Your Name", "template"),
        ("photographer", "field"), ("Pinterest", "network"), ("zVg", "handout"), ("Staff", "own"),
        ("фото з мережі", "web"), ("Джерело: відкриті джерела", "web"), ("من الإنترنت", "web"),
        ("佚名", "unknown"), ("אינטרנט", "web"), ("अज्ञात", "unknown"), ("Foto: Divulgação", "handout"),
    ):  # fmt: skip
        match = is_placeholder_credit(text)
        assert (match.group, match.reason) == (group, TABLE[group]["reason"]), text


@pytest.mark.parametrize("name", NAMES)
def test_names_are_no_placeholders(name: str) -> None:
    assert is_placeholder_credit(name) is None
    assert is_placeholder_credit(f"Photo: {name}") is None


def test_no_placeholder_is_an_organisation_unless_listed() -> None:
    known = vocabulary.default().organisations
    both = {key(word) for group, _, word in words() if group != "network" and key(word) in known}
    assert both == {key(word) for words_ in SHARED.values() for word in words_}
    networks = [word for group, _, word in words() if group == "network"]
    listed = [word for word in networks if (one := known.get(key(word))) is not None and one.kind == "platform"]  # fmt: skip
    assert len(listed) >= 12


def test_no_placeholder_is_also_a_default_of_a_device_or_program() -> None:
    twice = [word for _, _, word in words() if camera_default(word) or software_name(word)]
    assert twice == []


def test_own_credits() -> None:
    for text in (
        "Staff",
        "staff photo",
        "File Photo",
        "Archivbild",
        "Фото автора",
        "Redaktion",
        "أرشيف",
    ):
        assert is_placeholder_credit(text).group == "own", text
    assert is_placeholder_credit("Staff Sergeant Ann Lee") is None


def test_long_text_is_none() -> None:
    assert is_placeholder_credit("unknown " * 40) is None
    assert is_placeholder_credit("") is None
    assert is_placeholder_credit(" \n ") is None


def test_the_file_is_sorted_and_each_word_stands_once_in_a_language() -> None:
    seen: set[tuple[str, str]] = set()
    for group, parts in TABLE.items():
        langs = [lang for lang in parts if lang != "reason"]
        assert langs == sorted(langs), group
        for lang in langs:
            assert parts[lang] == sorted(parts[lang], key=lambda text: (text.casefold(), text)), (group, lang)  # fmt: skip
            assert not seen & {(lang, word) for word in parts[lang]}, (group, lang)
            seen |= {(lang, word) for word in parts[lang]}


def test_device_defaults() -> None:
    for text in load("defaults")["camera"]["words"]:
        assert camera_default(text), text
        assert camera_default(text.upper()), text
        assert software_name(text) is None, text
    for text in (
        "OLYMPUS DIGITAL CAMERA",
        "SAMSUNG",
        "<Digimax i5, Samsung #1>",
        "SONY DSC",
        "Picasa",
        "default",
    ):
        assert camera_default(text), text
    for text in (
        "Samsung",
        "Ann Camera Lee",
        "Canon Walter",
        "Nikon Ambassador Joe McNally",
        "",
        "Camera Press",
    ):
        assert camera_default(text) is None, text


def test_programs() -> None:
    for text in load("defaults")["software"]["words"]:
        assert software_name(text), text
        assert software_name(text.upper()), text
    for text in (
        "Adobe Photoshop 25.1 (Windows)",
        "Midjourney v6",
        "DALL-E 3",
        "made with Canva Pro",
        "KI",
        "生成AI",
        "ИИ",
    ):
        assert software_name(text), text
    for text in (
        "Adobe Stock",
        "Ai Weiwei",
        "Dalle Pezze",
        "Claude Monet",
        "Getty Images",
        "",
        "Grok Lee",
    ):
        assert software_name(text) is None, text


def test_file_names() -> None:
    for text in (
        "DSC_0012.JPG",
        "IMG_1234",
        "IMG-20230101-WA0001.jpg",
        "WEB18-123.jpg",
        "a b (1).png",
    ):
        assert file_name(text), text
    for text in ("Ann Lee", "iStock.com", "DSC", "photo"):
        assert file_name(text) is None, text


def test_lists_of_defaults_are_sorted() -> None:
    for row in load("defaults").values():
        for name in ("exact", "words"):
            got = row.get(name, [])
            assert got == sorted(got, key=lambda text: (text.casefold(), text))
