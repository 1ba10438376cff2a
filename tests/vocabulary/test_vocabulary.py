"""The family's front: what is shipped, and what a house puts on top."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from credits import vocabulary
from credits.vocabulary import folded, is_placeholder_credit, key, of_house
from credits.vocabulary._spelling import load


def test_keys() -> None:
    assert key("  ITAR-TASS. ") == "itar tass"
    assert key("stock.adobe.com") == key("Stock Adobe Com")
    assert key("ＡＰ") == "ap"
    assert key("«Матч ТВ»") == "матч тв"
    assert folded("J. J. Guillén") == folded("JJ Guillen") == "jj guillen"
    assert folded("Søren Łoś-Đukić") == "soren los dukic"
    assert folded("O’Brien") == folded("O'Brien") == folded("OBrien")
    assert folded("Йосип") == folded("Иосип")


@given(st.text(max_size=60))
def test_folding_is_stable(text: str) -> None:
    assert key(key(text)) == key(text)
    assert folded(folded(text)) == folded(text)


def test_labels_of_many_languages() -> None:
    table = load("labels")
    assert len(table["photo"]) >= 45
    for kind, least in {"image": 20, "source": 35, "credit": 14, "illustration": 22, "screenshot": 22, "graphic": 15, "video": 12, "courtesy": 18, "caption": 18, "other": 12}.items():  # fmt: skip
        assert len(table[kind]) >= least, kind
    for parts in table.values():
        assert list(parts) == sorted(parts)
        for words in parts.values():
            assert words == sorted(words, key=lambda text: (text.casefold(), text))
            assert all(word == word.lower() for word in words)


def test_every_label_is_found_by_its_first_word() -> None:
    shipped = vocabulary.default().labels
    for kind, parts in load("labels").items():
        for lang, words in parts.items():
            for word in words:
                found = [
                    one
                    for all_ in shipped.values()
                    for one in all_
                    if one.word == word and one.kind == kind
                ]
                assert found, word
                assert lang in found[0].langs


def test_small_lists() -> None:
    words = vocabulary.default().words
    assert "pool" in words["drop"]["words"]
    assert "дснс" not in words["drop"]["words"]
    assert {"spc.", "фотокореспондент", "foto muhabiri", "repórter fotográfico"} <= words["person"][
        "titles"
    ]
    assert {"기자", "記者", "摄影"} <= words["person"]["suffixes"]
    assert {"via", "über", "через", "عبر"} <= words["via"]["words"]
    titles = load("words")["person"]["titles"]
    assert len(titles) >= 20
    for parts in load("words").values():
        for part in parts.values():
            for list_ in part.values() if isinstance(part, dict) else (part,):
                assert list_ == sorted(list_, key=lambda text: (text.casefold(), text))
                assert len(set(list_)) == len(list_)


def test_a_house_adds_its_own_words() -> None:
    own = of_house(
        (("Sample Herald", ("The Herald of Sample",), ("herald.example",)),),
        ("Foto vom Hausmeister",),
        ("Ann Lee",),
    )
    assert own.organisation("herald.example").name == "Sample Herald"
    assert own.organisation("HERALD OF SAMPLE") is None
    assert own.organisation("the herald of sample").kind == "house"
    assert is_placeholder_credit("Foto: foto vom hausmeister", vocabulary=own).group == "house"
    assert is_placeholder_credit("Foto vom Hausmeister") is None
    assert "ann lee" in own.staff
    assert vocabulary.default().organisation("herald.example") is None


def test_a_known_organisation_gets_further_spellings() -> None:
    own = of_house((("TASS", ("ТАСС-Фото",), ("tassphoto.example",)),))
    tass = own.organisation("ТАСС-Фото")
    assert (tass.name, tass.kind) == ("TASS", "agency")
    assert own.organisation("ИТАР-ТАСС") == tass == own.organisation("tassphoto.example")
    assert "ТАСС-Фото" not in vocabulary.default().organisation("TASS").aliases


def test_what_the_house_calls_an_organisation_is_no_placeholder_there() -> None:
    own = of_house((("DR", (), ("dr.dk",)),))
    assert is_placeholder_credit("DR") is not None
    assert is_placeholder_credit("DR", vocabulary=own) is None


def test_a_house_is_made_once_and_an_empty_one_is_the_shipped() -> None:
    assert of_house() is vocabulary.default()
    assert of_house((), ("x y z",)) is of_house((), ("x y z",))


def test_organisations_can_be_forgotten() -> None:
    less = vocabulary.default().without(["TASS"])
    assert less.organisation("ТАСС") is None
    assert less.organisation("Reuters") is not None
