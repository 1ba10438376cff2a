"""What counts as a credit: one step away from one is always caught, and real ones pass.

The mutation proof changes a photo's credit by one step, in each block that can hold one; the figures
come from the labelled real credit lines.
"""

from __future__ import annotations

import json
import struct
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import credits
from credits.checker import subject_of
from credits.policy import Policy
from credits.rules import RULES
from credits.rules._credit import Kind, flaw_of
from credits.rules._model import desk_of, example
from credits.verdict import Decision, gate
from credits.vocabulary import default
from credits.vocabulary.platforms import is_platform
from tests.conftest import SHARED, absent
from tests.pictures import picture

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LINES = SHARED / "data" / "creditlines.dev.jsonl"
CREDIT_RULES = [code for code in RULES if code.startswith("CRD2")]

# ── mutation ────────────────────────────────────────────────────────────────────────────────────

EMPTY = ["", " ", "\t\n", "\u00a0", "\u200b", "\u3000\u200b "]
PLACEHOLDERS = {
    "en": [
        "unknown",
        "N/A",
        "TBD",
        "Photo: Internet",
        "Your Name",
        "photographer",
        "Google Images",
    ],
    "de": ["unbekannt", "Fotograf unbekannt", "Foto: Internet", "Quelle: Internet", "k. A."],
    "fr": ["inconnu", "Photo : Internet", "auteur inconnu", "Votre nom", "à compléter"],
    "es": ["desconocido", "Foto: Internet", "tomada de internet", "Tu nombre", "autor desconocido"],
    "it": ["sconosciuto", "Foto: dal web", "autore ignoto", "nome cognome", "da internet"],
    "pt": ["desconhecido", "Foto: Reprodução/Internet", "autor desconhecido", "Seu nome"],
    "nl": ["onbekend", "Foto: internet", "fotograaf onbekend", "naam fotograaf"],
    "pl": ["nieznany", "Fot. Internet", "autor nieznany", "źródło: internet"],
    "ru": ["неизвестен", "Фото: из открытых источников", "Фото: интернет", "автор неизвестен"],
    "uk": ["невідомий", "Фото: з мережі", "з відкритих джерел", "автор невідомий"],
    "tr": ["bilinmiyor", "Fotoğraf: internet", "adınız soyadınız"],
    "zh": ["图源网络", "来源：网络", "佚名", "（图源网络，侵删）"],
    "ja": ["不明", "作者不明", "写真：インターネット"],
}
DEVICES = ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "SAMSUNG", "Picasa", "KODAK Digital Still Camera",
           "<Digimax i5, Samsung #1>", "Canon EOS 5D", "iPhone 12 Pro", "EXIF_JPEG_PICTURE"]  # fmt: skip
PROGRAMS = ["Adobe Photoshop", "Canva", "Midjourney", "ChatGPT", "AI generated", "KI-generiert",
            "Processed with VSCO with a8 preset", "Photo: DALL-E 3"]  # fmt: skip
STEPS = [
    *EMPTY, *(text for texts in PLACEHOLDERS.values() for text in texts), *DEVICES, *PROGRAMS,
    "-", "?", "©", "(c) 2026", "Photo:", "DSC_0042.JPG", "📷", "12345",
    "-" * 400, "../.. " * 90,
]  # fmt: skip


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def with_segment(marker: int, body: bytes) -> bytes:
    data = picture("jpeg", (200, 150))
    return data[:2] + segment(marker, body) + data[2:]


def in_exif(text: str) -> bytes:
    value = text.encode() + b"\0"
    value += b"\0" * max(0, 4 - len(value))
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHI", 0x013B, 2, len(value))
    inline = len(value) <= 4
    tiff += (value if inline else struct.pack("<I", 26)) + b"\0\0\0\0" + (b"" if inline else value)
    return with_segment(0xE1, b"Exif\0\0" + tiff)


def in_iim(text: str, number: int = 80) -> bytes:
    rows = [(1, 90, b"\x1b%G"), (2, number, text.encode())]
    data = b"".join(struct.pack(">BBBH", 0x1C, r, n, len(v)) + v for r, n, v in rows)
    resource = struct.pack(">4sHHI", b"8BIM", 0x0404, 0, len(data)) + data + b"\0" * (len(data) % 2)
    return with_segment(0xED, b"Photoshop 3.0\0" + resource)


def in_xmp(text: str, name: str = "photoshop:Credit") -> bytes:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    packet = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
      xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"><{name}>{escaped}</{name}>
      </rdf:Description></rdf:RDF></x:xmpmeta>"""
    return with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())


def in_png_text(text: str) -> bytes:
    import zlib  # noqa: PLC0415

    body = b"iTXtAuthor\0\0\0\0\0" + text.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    data = picture("png", (200, 150))
    return data[:33] + chunk + data[33:]


CARRIERS = {
    "exif artist": in_exif,
    "iim by-line": in_iim,
    "iim credit": lambda text: in_iim(text, 110),
    "iim source": lambda text: in_iim(text, 115),
    "iim copyright": lambda text: in_iim(text, 116),
    "xmp credit": in_xmp,
    "xmp source": lambda text: in_xmp(text, "photoshop:Source"),
    "png author": in_png_text,
}


def caught(data: bytes) -> set[str]:
    policy = Policy()
    verdict = gate([subject_of(data, policy)], policy, NOW)
    assert verdict.decision is Decision.BLOCK
    return {f.code for f in verdict.findings if f.severity == "error"}


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
def test_a_real_credit_passes_in_each_carrier(carrier: Any) -> None:
    for text in ("Ann Lee", "TASS", "Zoë Müller/dpa", "Евгений Епанчинцев"):
        policy = Policy()
        subject = subject_of(carrier(text), policy)
        assert text in str(subject.record)
        assert gate([subject], policy, NOW).decision is Decision.PUBLISH


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
def test_one_step_from_a_credit_is_caught_in_each_carrier(carrier: Any) -> None:
    assert len(PLACEHOLDERS) >= 10
    assert caught(picture("jpeg", (200, 150))) == {"CRD101"}
    for text in STEPS:
        found = caught(carrier(text))
        assert len(found & {"CRD101", "CRD201", "CRD202", "CRD203"}) == 1, (text, found)


@pytest.mark.parametrize("field", ["creators", "credit_line"])
def test_one_step_beside_another_credit_is_caught(field: str) -> None:
    """The other credit is good: what is left of this one must not be printed."""
    whole = {"creators": ["Ann Lee"], "credit_line": "TASS", "caption": "Rain, June 2026"}
    for text in STEPS:
        changed = whole | {field: [text] if field == "creators" else text}
        # a blank is no credit, and not one to be printed either; a lone sign is no name
        if text in EMPTY or text in {"©", "(c) 2026"}:
            continue
        found = caught(credits.embed(picture("jpeg", (200, 150)), **changed))
        assert found & {"CRD201", "CRD202", "CRD203"}, text


# ── figures from real lines ─────────────────────────────────────────────────────────────────────


def labelled() -> list[dict[str, Any]]:
    if not LINES.exists():
        absent("the labelled credit lines")
    return [json.loads(line) for line in LINES.read_text("utf-8").splitlines()]


def flagged(**record: Any) -> list[str]:
    subject = example(**{name: value for name, value in record.items() if value}).subject
    return [
        code for code in CREDIT_RULES
        if any(True for _ in RULES[code].check(subject, desk_of(RULES[code])))
    ]  # fmt: skip


def as_a_photo_has_it(row: dict[str, Any]) -> dict[str, Any]:
    """Build the record of a photo with this credit from the labels."""
    parties = "/".join([", ".join(row["creators"]), *row["organisations"]]).strip("/")
    line = " via ".join(one for one in (parties, row["via"]) if one)
    holder = row["copyright_holder"]
    return {
        "creators": row["creators"],
        "credit_line": line,
        "source": row["source"] or row["source_url"],
        "copyright_notice": holder and f"© {row['year'] or 2026} {holder}",
    }


def as_printed(row: dict[str, Any]) -> str:
    """Give the credit as it was printed: the text without the caption."""
    text, caption = row["text"], row["caption"]
    if caption and caption in text:
        before, _, after = text.partition(caption)
        text = after if after.strip(" .()[]") else before
    return text.strip(" \n—–-|/,.()[]（）") or "-"


def is_proper(row: dict[str, Any]) -> bool:
    """Tell whether somebody is named: a person or an organisation, no mere platform or address."""
    persons = [one for one in row["creators"] if not one.startswith(("@", "u/"))]
    parties = [*row["organisations"], row["via"], row["source"]]
    known = [one for one in parties if one and not is_platform(default().organisation(one))]
    return not row["is_placeholder"] and bool(persons or known)


def test_real_credits_pass() -> None:
    rows = [row for row in labelled() if is_proper(row)]
    assert len(rows) >= 330
    wrong = {row["text"]: codes for row in rows if (codes := flagged(**as_a_photo_has_it(row)))}
    assert len(wrong) / len(rows) <= 0.005, wrong


def test_real_credits_pass_as_they_are_printed() -> None:
    rows = [row for row in labelled() if is_proper(row)]
    wrong = {
        row["text"]: codes for row in rows
        if (codes := flagged(creators=row["creators"], credit_line=as_printed(row)))
    }  # fmt: skip
    assert len(wrong) / len(rows) <= 0.01, wrong


def test_placeholders_are_flagged() -> None:
    rows = [row for row in labelled() if row["is_placeholder"]]
    assert len(rows) >= 38
    passed = [row["text"] for row in rows if not flagged(credit_line=as_printed(row))]
    assert len(passed) / len(rows) <= 0.03, passed


def test_names_from_real_lines_are_names() -> None:
    names = [
        name for row in labelled() if not row["is_placeholder"]
        for name in (*row["creators"], *row["organisations"])
    ]  # fmt: skip
    assert len(names) > 500
    wrong = [
        name for name in names if (flaw := flaw_of(name, default())) and flaw.kind != "address"
    ]
    assert not wrong


@given(st.text(max_size=150))
def test_any_text_is_judged(text: str) -> None:
    flaw = flaw_of(text, default())
    assert flaw is None or flaw.kind in set(Kind)


def test_hostile_credits_are_judged_in_no_time() -> None:
    for text in (
        "/" * 50000,
        "© " * 20000,
        "Photo: " * 5000,
        "a/" * 20000,
        "(" * 50000,
        "x" * 100000,
    ):
        flagged(credit_line=text, creators=[text])


# ── one cause, one finding ──────────────────────────────────────────────────────────────────────

ALONE = [
    ({"credit_line": "Photo: Internet"}, {"CRD201"}),
    ({"creators": ["unknown"]}, {"CRD201"}),
    ({"creators": ["SAMSUNG"]}, {"CRD202"}),
    ({"credit_line": "Midjourney"}, {"CRD203"}),
    ({"credit_line": "Handout"}, {"CRD204"}),
    ({"creators": ["Handout"], "credit_line": "REUTERS"}, {"CRD103", "CRD204"}),
    ({"credit_line": "Unsplash"}, {"CRD103", "CRD206"}),
    ({"creators": ["@ann.lee"], "source": "Instagram"}, {"CRD103", "CRD207"}),
    ({"credit_line": "https://example.org/1"}, {"CRD207"}),
    ({"credit_line": "TASS"}, {"CRD102", "CRD103"}),
    ({"creators": ["Ann Lee"], "credit_line": "TASS"}, {"CRD103"}),
    ({}, {"CRD101"}),
    ({"creators": ["Ann Lee"], "copyright_notice": "© Ann Lee", "alt_text": "DSC_1.jpg"}, {"ALT402"}),
    ({"creators": ["Ann Lee"], "copyright_notice": "© Ann Lee", "alt_text": "Photo"}, {"ALT403"}),
    ({"creators": ["A. Lee"], "copyright_notice": "© A. Lee", "caption": "DSC_1234"}, {"CAP302"}),
    ({"creators": ["A. Lee"], "copyright_notice": "© A. Lee", "caption": "Caption here"}, {"CAP303"}),
]  # fmt: skip


@pytest.mark.parametrize(("record", "codes"), ALONE, ids=[str(row[0]) for row in ALONE])
def test_one_cause_gives_one_finding(record: dict[str, Any], codes: set[str]) -> None:
    policy = Policy(ignore=("CAP301", "CAP306", "GAT"))
    verdict = gate([example(**record).subject], policy, NOW)
    assert {finding.code for finding in verdict.findings} == codes


@pytest.mark.parametrize("sign", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
@pytest.mark.parametrize("field", ["creators", "credit_line", "copyright_notice", "source"])
def test_a_credit_that_turns_the_direction_of_reading_is_reported(field: str, sign: str) -> None:
    said: Any = f"Ann {sign}eeL/AP"
    data = credits.embed(
        picture("jpeg", (200, 150)), **{field: [said] if field == "creators" else said}
    )
    found = credits.check(data, Policy(profile="newsroom"), now=NOW)
    assert "CRD208" in {one.code for one in found}
