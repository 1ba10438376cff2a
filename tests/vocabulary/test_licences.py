"""Every licence is found by its name, its SPDX identifier and its address, and leads back to them."""

from __future__ import annotations

import pytest

from credits.vocabulary import licence, licences
from credits.vocabulary._spelling import key, load
from credits.vocabulary.licences import all_licences

ALL = all_licences()
PRINTED = {
    "cc-by 4.0": "CC-BY-4.0",
    "CC BY 4.0": "CC-BY-4.0",
    "CC-BY 4": "CC-BY-4.0",
    "ccby4.0": "CC-BY-4.0",
    "(CC BY 2.0)": "CC-BY-2.0",
    "cc by sa 2.0": "CC-BY-SA-2.0",
    "CC BY NC ND 3.0": "CC-BY-NC-ND-3.0",
    "CC BY-ND-NC 3.0": "CC-BY-NC-ND-3.0",
    "CC Attribution Share-Alike 3.0": "CC-BY-SA-3.0",
    "Creative Commons Attribution-ShareAlike 4.0 International License": "CC-BY-SA-4.0",
    "Attribution 4.0 International (CC BY 4.0)": "CC-BY-4.0",
    "Creative Commons Attribution-NonCommercial-NoDerivs 2.0 Generic": "CC-BY-NC-ND-2.0",
    "Creative Commons Namensnennung - Weitergabe unter gleichen Bedingungen 4.0 International": "CC-BY-SA-4.0",
    "CC Namensnennung 3.0 Deutschland": "CC-BY-3.0-DE",
    "Creative Commons Atribución-CompartirIgual 4.0 Internacional": "CC-BY-SA-4.0",
    "Creative Commons Attribuzione - Non commerciale 4.0": "CC-BY-NC-4.0",
    "Creative Commons Paternité – Partage dans les mêmes conditions 2.0": "CC-BY-SA-2.0",
    "クリエイティブ・コモンズ 表示 4.0": "CC-BY-4.0",
    "CC BY-SA 3.0 IGO": "CC-BY-SA-3.0-IGO",
    "CC BY 3.0 igo": "CC-BY-3.0-IGO",
    "CC BY-SA 2.0 UK": "CC-BY-SA-2.0-UK",
    "CC BY 3.0 US": "CC-BY-3.0-US",
    "CC BY-SA 4.0 <https://creativecommons.org/licenses/by-sa/4.0>": "CC-BY-SA-4.0",
    "CC0": "CC0-1.0",
    "CC0 1.0 Universal": "CC0-1.0",
    "Creative Commons Zero": "CC0-1.0",
    "OGL v3.0": "OGL-UK-3.0",
    "Open Government Licence v2.0": "OGL-UK-2.0",
    "GFDL": "GFDL-1.2-or-later",
    "Licence Ouverte 2.0": "etalab-2.0",
    "dl-de/by-2-0": "DL-DE-BY-2.0",
    "Datenlizenz Deutschland – Namensnennung – Version 2.0": "DL-DE-BY-2.0",
    "http://creativecommons.org/licenses/by/4.0/deed.de": "CC-BY-4.0",
    "https://www.creativecommons.org/licenses/by-sa/4.0/legalcode.fr": "CC-BY-SA-4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/deed.en": "CC0-1.0",
    "https://creativecommons.org/licenses/by-nd-nc/1.0/": "CC-BY-NC-ND-1.0",
    "www.gnu.org/licenses/fdl-1.3.html": "GFDL-1.3-or-later",
}
WITHOUT_SPDX = {
    "Public domain": "https://creativecommons.org/publicdomain/mark/1.0/",
    "gemeinfrei": "https://creativecommons.org/publicdomain/mark/1.0/",
    "общественное достояние": "https://creativecommons.org/publicdomain/mark/1.0/",
    "Unsplash Lizenz": "https://unsplash.com/license",
    "Pexels License": "https://www.pexels.com/license/",
    "Pixabay License": "https://pixabay.com/service/license-summary/",
    "https://pixabay.com/service/license/": "https://pixabay.com/service/license-summary/",
    "FAL": "https://artlibre.org/licence/lal/en/",
    "CC BY-SA 2.0 fr": "https://creativecommons.org/licenses/by-sa/2.0/fr/",
}
NONE = (
    "", "cc", "by", "Creative Commons", "all rights reserved", "by-sa", "CC BY-SA-ND 4.0",
    "CC BY 9.0", "CC BY 4.0 3.0", "CC BY Jane Doe", "cc Jane Doe", "CC Sabathia", "http://[broken",
    "https://creativecommons.org/", "https://example.org/licenses/by/4.0/", "CC0 Jane", "4.0",
    "CC BY " * 100,
)  # fmt: skip


def test_there_are_all_of_them() -> None:
    assert len(ALL) >= 550
    assert sum(bool(one.spdx) for one in ALL) >= 60
    assert len({one.url for one in ALL}) == len(ALL)
    assert len({one.name for one in ALL}) == len(ALL)
    with_spdx = [one.spdx for one in ALL if one.spdx]
    assert len(set(with_spdx)) == len(with_spdx)


def test_each_leads_to_itself_by_name_and_by_address_and_by_spdx() -> None:
    for one in ALL:
        assert licence(one.name) is one
        assert licence(one.url) is one, one.url
        assert licence(one.url.rstrip("/").replace("https:", "http:")) is one
        assert not one.spdx or licence(one.spdx) is one
        assert licence(one.name.lower()) is one
        assert licence(f"({one.name.upper()})") is one


@pytest.mark.parametrize("text", PRINTED)
def test_printed_variants(text: str) -> None:
    assert licence(text).spdx == PRINTED[text]


@pytest.mark.parametrize("text", WITHOUT_SPDX)
def test_licences_that_spdx_does_not_list(text: str) -> None:
    assert (licence(text).spdx, licence(text).url) == ("", WITHOUT_SPDX[text])


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_licence(text: str) -> None:
    assert licence(text) is None


@pytest.mark.parametrize(("text", "name"), [("CC BY", "CC BY"), ("cc-by-nc-sa", "CC BY-NC-SA")])
def test_without_a_version_the_text_is_not_known(text: str, name: str) -> None:
    assert (licence(text).name, licence(text).url) == (name, "")


def test_the_table_holds_every_name() -> None:
    rows = load("licences")["licence"]
    for row in rows:
        for name in (row["name"], *row["names"]):
            assert licences()[key(name)].url == row["url"], name
            assert licence(name).url == row["url"], name
        for url in row.get("urls", ()):
            assert licence(url).url == row["url"], url
    names = [row["name"] for row in rows]
    assert names == sorted(names, key=str.casefold)
