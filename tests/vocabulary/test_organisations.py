"""Every spelling leads to its organisation, and to one only."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

import pytest

from credits import vocabulary
from credits.vocabulary._spelling import key, load
from credits.vocabulary.organisations import KINDS, organisations

ALL = organisations()
# what a newsroom there prints in its own script
AT_HOME = {
    "Kyiv": (["Укрінформ", "УНІАН", "Інтерфакс-Україна", "ДСНС України", "Суспільне"], "ukrinform.ua"),
    "Minsk": (["БелТА", "БЕЛТА"], "belta.by"),
    "São Paulo": (["Folhapress", "Estadão Conteúdo", "Agência Brasil", "Futura Press"], "folhapress.com.br"),
    "Buenos Aires": (["Télam", "NA Noticias Argentinas"], "telam.com.ar"),
    "México": (["Cuartoscuro", "Agencia Reforma", "Notimex"], "cuartoscuro.com"),
    "Tokyo": (["共同通信社", "時事通信", "ロイター", "ＡＰ", "朝日新聞社", "アフロ", "毎日新聞"], "kyodonews.jp"),
    "Seoul": (["연합뉴스", "뉴시스", "뉴스1", "로이터", "한겨레"], "yna.co.kr"),
    "Beijing": (["新华社", "中新社", "视觉中国", "路透社", "法新社"], "xinhuanet.com"),
    "Taipei": (["中央社", "聯合報", "美聯社"], "cna.com.tw"),
    "Cairo": (["أ ش أ", "رويترز", "فرانس برس", "أسوشيتد برس", "الأهرام", "المصري اليوم", "اليوم السابع"], "ahram.org.eg"),
    "Tehran": (["ایسنا", "ایرنا", "تسنیم"], "isna.ir"),
    "Jerusalem": (["פלאש 90", 'לע"מ', "הארץ", "רויטרס", 'דובר צה"ל'], "flash90.com"),
    "Athens": (["ΑΠΕ-ΜΠΕ", "EUROKINISSI", "Ρόιτερς", "Η Καθημερινή"], "amna.gr"),
    "Delhi": (["पीटीआई", "एएनआई", "रॉयटर्स", "दैनिक जागरण"], "ptinews.com"),
    "Dhaka": (["প্রথম আলো", "ফোকাস বাংলা", "রয়টার্স"], "prothomalo.com"),
    "Istanbul": (["Anadolu Ajansı", "DHA", "İHA", "Demirören Haber Ajansı"], "aa.com.tr"),
    "Hanoi": (["TTXVN", "Thông tấn xã Việt Nam", "Tuổi Trẻ"], "vnanet.vn"),
    "Bangkok": (["สำนักข่าวไทย", "มติชน", "ไทยรัฐ"], "matichon.co.th"),
    "Tbilisi": (["ინტერპრესნიუსი"], "interpressnews.ge"),
    "Yerevan": (["Արմենպրես"], "armenpress.am"),
    "Sofia": (["БТА", "БГНЕС"], "bta.bg"),
    "Jakarta": (["ANTARA FOTO", "Kompas"], "antarafoto.com"),
    "Nairobi": (["Nation Media Group"], "nation.africa"),
    "Berlin": (["dpa", "picture alliance", "epd", "IMAGO"], "dpa.com"),
    "Paris": (["AFP", "Hans Lucas", "MaxPPP"], "afp.com"),
}  # fmt: skip


def test_there_are_enough_of_every_kind() -> None:
    count = {kind: sum(one.kind == kind for one in ALL) for kind in KINDS}
    assert len(ALL) >= 1500
    assert {kind: count[kind] >= least for kind, least in {
        "agency": 400, "stock": 100, "paper": 700, "public": 200, "company": 100, "platform": 30,
    }.items()} == dict.fromkeys(("agency", "stock", "paper", "public", "company", "platform"), True)  # fmt: skip
    assert not count["house"]


@pytest.mark.parametrize("kind", ["agency", "company", "paper", "platform", "public", "stock"])
def test_every_spelling_leads_to_its_organisation(kind: str) -> None:
    known = vocabulary.default()
    for one in ALL:
        if one.kind == kind:
            for spelling in one.spellings:
                assert known.organisation(spelling) is one, (one.name, spelling)
                assert known.organisation(f" {spelling}, ") is one or len(spelling) <= 4


def test_no_spelling_has_two_owners() -> None:
    owners = defaultdict(set)
    for one in ALL:
        for spelling in one.spellings:
            owners[key(spelling)].add(one.name)
    assert {word: names for word, names in owners.items() if len(names) > 1} == {}


def test_spellings_are_clean() -> None:
    for one in ALL:
        for text in one.spellings:
            assert key(text), one.name
            assert text == " ".join(text.split()), text
            assert unicodedata.is_normalized("NFC", text), text
            assert not re.search("[\u200b-\u200f\u202a-\u202e\u00ad]", text) or "\u200c" in text, (
                text
            )
            assert "|" not in text, text
            assert ";" not in text, text


def test_domains_are_domains() -> None:
    for one in ALL:
        for domain in one.domains:
            assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain), (one.name, domain)


def test_the_file_is_sorted() -> None:
    table = load("organisations")
    assert list(table) == sorted(table)
    for rows in table.values():
        assert list(rows) == sorted(rows, key=lambda name: (name.casefold(), name))
        for name, row in rows.items():
            assert set(row) <= {"aliases", "domains"}, name
            for spellings in row.values():
                assert spellings == sorted(spellings, key=lambda text: (text.casefold(), text)), (
                    name
                )
                assert spellings, name


def test_scripts_of_the_world_are_there() -> None:
    scripts = {"CYRILLIC": 250, "ARABIC": 100, "CJK": 150, "HANGUL": 70, "KATAKANA": 15, "GREEK": 20, "HEBREW": 20, "DEVANAGARI": 20, "BENGALI": 8, "THAI": 8, "GEORGIAN": 3, "ARMENIAN": 3}  # fmt: skip
    seen = dict.fromkeys(scripts, 0)
    for one in ALL:
        for text in one.spellings:
            for name in {unicodedata.name(letter, "").split(" ")[0] for letter in text} & set(seen):
                seen[name] += 1
    assert {name: number for name, number in seen.items() if number < scripts[name]} == {}


@pytest.mark.parametrize("city", AT_HOME)
def test_a_newsroom_finds_its_agencies(city: str) -> None:
    spellings, domain = AT_HOME[city]
    known = vocabulary.default()
    assert [text for text in spellings if known.organisation(text) is None] == []
    assert known.organisation(domain) is not None
    assert known.organisation(spellings[0]).name == known.organisation(spellings[0].upper()).name


def test_old_and_wrong_spellings_lead_to_the_same() -> None:
    known = vocabulary.default()
    for spellings in (
        ("TASS", "ИТАР-ТАСС", "ТАСС", "タス通信"),
        ("Reuters", "Retuers", "Reuetrs", "Рейтер", "REUTERS", "路透社"),
        ("Associated Press", "AP", "AP Images", "The Associated Press", "АП"),
        ("Getty Images", "Getty", "gettyimages", "GettyImages"),
        ("Press Association", "PA", "PA Wire", "PA Media"),
        ("Adobe Stock", "stock.adobe.com", "Fotolia"),
    ):
        assert len({known.organisation(text).name for text in spellings}) == 1, spellings


def test_small_words_are_no_organisations() -> None:
    known = vocabulary.default()
    for word in ("as", "is", "an", "it", "si", "ap", "people in the street", "Ann Lee", "zeit"):
        assert known.organisation(word) is None, word
    assert known.organisation("dpa").name == "Deutsche Presse-Agentur"
    assert known.witness("Time") is None
    assert known.witness("AP").name == "Associated Press"
    assert known.witness("SZ") is None
