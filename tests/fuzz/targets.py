"""The doors that foreign bytes come in by, each with what must hold behind it.

A door returns nothing; it raises the library's own errors for what it refuses, and an
`AssertionError` where something was promised and is not so.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final, NamedTuple
from unittest import mock

import credits
from credits import (
    articles,
    baseline,
    catalog,
    containers,
    credentials,
    journal,
    policy,
    remembered,
    reports,
    table,
    template,
)
from credits._bytes import Buffer
from credits.blocks import exif, iim, photoshop, xmp
from credits.checker import subject_of
from credits.commands import main
from credits.errors import CreditsError
from credits.finding import Checked, Finding, Judgement
from credits.journal import Journal
from credits.moment import moment_in, of_iso
from credits.publication import clean
from credits.record import Record
from credits.renderings import FORMS
from credits.review import Review, key_of, state_of
from credits.review._server import HOST, Server, _Handler
from credits.template import Place
from credits.thumbnail import thumbnail
from credits.verdict import Decision, summed_up
from tests.conftest import ROOT
from tests.fuzz import seeds
from tests.pictures import VALUES, picture

# a picture with enough in it to be looked for
SMALLER: Final = ROOT / "sample_images" / "stadium-small.jpg"
NOW: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Target(NamedTuple):
    """One door: its seeds, what goes through it, and the host without which it is not there."""

    seeds: Callable[[], Sequence[bytes]]
    run: Callable[[bytes], None]
    host: str = ""


@cache
def house() -> policy.Policy:
    """Give a policy with every rule on."""
    return policy.Policy(profile="strict", root=os.getcwd())


def text_of(data: bytes) -> str:
    return (
        data.decode("utf-8", "surrogateescape")
        .encode("utf-8", "replace")
        .decode("utf-8", "replace")
    )


def placed(name: str, data: bytes) -> str:
    """Write an input beside us; every run has a folder of its own."""
    Path(name).write_bytes(data)
    return name


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def container(data: bytes) -> None:
    module, parts = containers.split(Buffer(data))
    assert containers.join(parts) == data
    module.blocks(parts)
    module.dimensions(parts)
    module.is_signed(parts)
    assert all(0 <= start <= stop <= len(data) for start, stop in module.image_data(parts))


def read(data: bytes) -> None:
    photo = credits.read(data, beyond=True)
    photo.record.model_dump_json()
    for form in FORMS:
        credits.render(photo, form, src="a b.jpg", on_missing="placeholder")


def check(data: bytes) -> None:
    """Judge, and print the verdict in every form."""
    path = placed("a \x1b.jpg", data)
    subject = subject_of(path, house(), hashed=True)
    findings = tuple(credits.check([path], house(), now=NOW))
    decision = credits.gate([subject], house(), NOW).decision
    assert subject.photo or decision is not Decision.PUBLISH
    told = Checked(path, "photo", subject.role, subject.role_reason)
    verdict = summed_up([Judgement(told, findings, None, None)], house(), NOW)
    for form in reports.FORMATS:
        out = StringIO()
        reports.write(form, verdict, out)
        if form in {"text", "full", "markdown", "github"}:
            assert "\x1b" not in out.getvalue()


def embed(data: bytes) -> None:
    """What is written is read again, and the image data is as it was."""
    new = credits.embed(data, **VALUES)
    old, now = credits.read(data), credits.read(new)
    assert now.record.credit_line == VALUES["credit_line"]
    assert now.image_data_hash == old.image_data_hash
    assert credits.embed(new, **VALUES) == new
    credits.embed(data, caption=None, creators=None, credentials="strip")


def embed_file(data: bytes) -> None:
    """The file is the old one, or the new one, and undo gives the old one back."""
    path = placed("photo.jpg", data)
    try:
        credits.embed(path, **VALUES, journal=Journal("fuzz", "runs"))
    finally:
        names = sorted(os.listdir())
        assert not [name for name in names if name.startswith(".credits-")]
        for run in journal.runs("runs")[:1]:
            assert all(one.error is None for one in journal.undo(run, place="runs"))
        assert Path(path).read_bytes() == data
        for run in journal.runs("runs"):
            os.unlink(os.path.join("runs", run.id + journal.SUFFIX))


def strip(data: bytes) -> None:
    once = credits.strip(data)
    assert credits.read(once).image_data_hash == credits.read(data).image_data_hash
    assert credits.strip(once) == once


def carry(data: bytes) -> None:
    """From a damaged original to a sound rendition, and the other way round."""
    with contextlib.suppress(CreditsError):
        credits.carry(data, picture("jpeg"))
    (new,) = credits.carry(credits.embed(picture("jpeg"), **VALUES), data, overwrite=True)
    assert credits.read(new).record.credit_line == VALUES["credit_line"]


def publish(data: bytes) -> None:
    lax = policy.Policy(profile="blog", select=("FIL",), root=os.getcwd())
    copy = credits.read(clean(data, policy=lax, now=NOW), beyond=True)
    assert not set(copy.traces) & {"gps", "serial-numbers"}


def fingerprint(data: bytes) -> None:
    credits.fingerprint(data)
    thumbnail(data)


def signed(data: bytes) -> None:
    module, parts = containers.split(Buffer(data))
    credentials.judged(parts, module.NAME)


def manifest(data: bytes) -> None:
    """A store of any content, in a sound PNG."""
    head = picture("png")
    chunk = len(data).to_bytes(4) + b"caBX" + data + b"\0\0\0\0"
    signed(head[:33] + chunk + head[33:])


# ── blocks ──────────────────────────────────────────────────────────────────────────────────────


def exif_block(data: bytes) -> None:
    exif.decode(data)
    exif.encode({("ifd0", 0x013B): "Ann Lee", ("ifd0", 0x010E): None}, data)


def iim_block(data: bytes) -> None:
    iim.decode(data)
    new = iim.encode({(2, 80): ["Zoë"], (2, 120): None}, data)
    assert iim.decode(new).values[2, 80] == ["Zoë"]


def photoshop_block(data: bytes) -> None:
    found = photoshop.decode(data)
    assert photoshop.encode({}, data) == data or found.problems
    photoshop.encode({0x404: b"\x1c\x02\x50\x00\x01A", 0x425: None}, data)


def xmp_block(data: bytes) -> None:
    xmp.decode(data)
    new, _ = xmp.encode(
        {xmp.clark("photoshop:Credit"): "TASS", xmp.clark("dc:creator"): None}, data
    )
    assert xmp.decode(new).values


# ── texts ───────────────────────────────────────────────────────────────────────────────────────


def line(data: bytes) -> None:
    text = text_of(data)[:20_000]
    found = credits.parse(text)
    assert str(found) == text
    for style in ("plain", "ap"):
        try:
            found.format(style)
        except CreditsError:
            continue


def article(kind: str) -> Callable[[bytes], None]:
    def scan(data: bytes) -> None:
        if len(data) % 2:  # an input is read once, in one of two ways, for what it may cost
            credits.scan(data, kind=kind)
        else:
            credits.scan(placed(f"article.{kind}", data), kind=kind, root=".")

    return scan


def any_article(data: bytes) -> None:
    articles.scan(data)


def policy_file(data: bytes) -> None:
    house = policy.load(placed("credits.toml", data))
    house.covers("a/b/c/photo.jpg")
    house.role("a/logo-b.png", None)
    house.ignored("a/b.jpg")
    house.site_of("a/b.html")
    assert house.code_files is not None
    assert house.baseline_file != ""
    assert house.levels is not None
    assert house.words is not None
    credits.check(picture("jpeg"), house, now=NOW)


def rows(data: bytes) -> None:
    """A table names photos that are there, by the names it has in `seeds.TABLE`."""
    for name in ("a.jpg", "b.jpg"):
        if not os.path.exists(name):
            placed(name, picture("jpeg"))
    for row in table.rows("table.csv", data)[:20]:
        assert os.path.isfile(row.path)
        assert not os.path.relpath(row.path).startswith(os.pardir)
        credits.embed(picture("jpeg"), **row.values)


def listed(data: bytes) -> None:
    """A list of names, as `git ls-files -z` gives them: judged, or refused."""
    code, said = _asked("check", "--files0-from", placed("list", data), "--format", "json")
    assert code in {0, 1, 2, 3}, said


def _asked(*arguments: str) -> tuple[int, str]:
    said = StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        return main([*arguments, "-j", "1"]), said.getvalue()[-3000:]


def variables(data: bytes) -> None:
    record = Record(**VALUES, date_created="2026-02")
    template.filled(text_of(data), record, Place("a/b.jpg", 7))


def codes(data: bytes) -> None:
    found = template.codes([placed("codes.txt", data)])
    template.decoded(["=tk= =ap#2=", {"a": text_of(data)[:500]}], found)


def baseline_file(data: bytes) -> None:
    baseline.text_of(baseline.load(placed("baseline.json", data)))


def journal_file(data: bytes) -> None:
    """A damaged journal: undo refuses, or gives back what was there."""
    photo = placed("a.jpg", picture("jpeg"))
    os.makedirs("broken", exist_ok=True)
    placed("broken/20260101-000000-000000.jsonl", data)
    for run in journal.runs("broken"):
        journal.undo(run, dry_run=True)
    assert Path(photo).read_bytes() == picture("jpeg")


def remembered_file(data: bytes) -> None:
    """A damaged memory is no memory."""
    photo = placed("b.jpg", picture("jpeg"))
    memory = remembered.Memory("key", "memory")
    shelf = memory._shelf("")
    os.makedirs("memory", exist_ok=True)
    Path(shelf.file).write_bytes(data)
    found = remembered.Memory("key", "memory").recall(photo)
    assert found is None or all(isinstance(one, Finding) for one in found.findings)


def catalog_file(data: bytes) -> None:
    """A damaged catalog is refused, or answers; asked and filled alike."""
    photo = placed("d.jpg", picture("jpeg"))
    for name in ("archive.db-wal", "archive.db-shm", "archive.db-journal"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
    place = placed("archive.db", data)
    with catalog.Catalog(place) as opened:
        opened.count()
        opened.known(os.path.realpath(photo))
        opened.records([photo])
    credits.index([photo], place)
    credits.search(SMALLER, place)


def staged(data: bytes) -> None:
    """Git's index is damaged: the gate says that it cannot judge, or judges."""
    os.makedirs("work", exist_ok=True)
    with contextlib.chdir("work"):
        if not os.path.isdir(".git"):
            placed("a.jpg", picture("jpeg", (200, 150)))
            _git("init", "-q")
            _git("add", "a.jpg")
        Path(".git/index").write_bytes(data)
        code, said = _asked("check", "--staged", "--format", "json")
        assert code in {0, 1, 2, 3}, said


def pushed(data: bytes) -> None:
    """What git says of a push is damaged: the hook judges, or says that it cannot."""
    os.makedirs("pushed", exist_ok=True)
    with contextlib.chdir("pushed"):
        if not os.path.isdir(".git"):
            placed("a.jpg", picture("jpeg", (200, 150)))
            _git("init", "-q", "-b", "main")
            _git("add", "a.jpg")
            _git("-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qm", "one")
        commit = Path(".git", "refs", "heads", "main").read_bytes().strip()
        given = Path("given")
        # each reference has git started some times
        given.write_bytes(data[:1500].replace(b"COMMIT", commit))
        said = StringIO()
        with (
            given.open(encoding="utf-8", errors="surrogateescape") as lines,
            mock.patch("sys.stdin", lines),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
        ):
            code = main(["hook", "run", "pre-push", "origin", "."])
        assert code in {0, 1, 2, 3}, said.getvalue()[-3000:]


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


class Browser:
    """One connection, all of whose bytes are there already."""

    def __init__(self, said: bytes) -> None:
        self._said, self.answer = said, b""

    def makefile(self, *_: object) -> BytesIO:
        return BytesIO(self._said)

    def sendall(self, data: bytes) -> None:
        self.answer += data

    def settimeout(self, _: float) -> None:
        """Wait for nobody."""


@cache
def _server() -> Server:
    server = Server(Review([placed("review.jpg", picture("jpeg"))], house(), NOW))
    server.server_close()
    server.secret, server.server_port = "secret", 80
    return server


def request(data: bytes) -> None:
    """What a browser, or somebody else on this machine, says to the review's page."""
    data = data.replace(b"KEY", key_of("review.jpg").encode())
    data = data.replace(b"STATE", state_of("review.jpg").encode())
    browser = Browser(data)
    _Handler(browser, (HOST, 1), _server())
    credits.read("review.jpg")


def upload(data: bytes) -> None:
    """A file that is sent to a site: it may be saved, or the form says why not."""
    from django.conf import settings  # noqa: PLC0415  (only where Django is)
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    if not settings.configured:
        settings.configure()
    from credits.integrations.django.validators import CreditValidator  # noqa: PLC0415

    with contextlib.suppress(ValidationError):
        CreditValidator()(SimpleUploadedFile("photo.jpg", data, "image/jpeg"))


def fixed(data: bytes) -> None:
    """What a rule mends is not found again, and undo gives the file back."""
    path = placed("fixed.jpg", data)
    run = Journal("fuzz", "fixes")
    for done in credits.fix([path], house(), unsafe=True, now=NOW, journal=run):
        assert done.error is None or isinstance(done.error, CreditsError)
    for kept in journal.runs("fixes")[:1]:
        assert all(one.error is None for one in journal.undo(kept, place="fixes"))
        os.unlink(os.path.join("fixes", kept.id + journal.SUFFIX))
    assert Path(path).read_bytes() == data


def pointer(data: bytes) -> None:
    """What claims to be a pointer of git-lfs never passes."""
    path = placed("e.jpg", data)
    assert credits.gate([subject_of(path, house())], house(), NOW).decision is not Decision.PUBLISH


def beside(suffix: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        photo = placed(f"c{len(suffix)}.jpg", picture("jpeg"))
        name = suffix if suffix.endswith("toml") else f"{photo}{suffix}"
        placed(name, data)
        try:
            credits.read(photo)
        finally:
            os.unlink(name)

    return read


def date(data: bytes) -> None:
    text = text_of(data)[:5000]
    moment_in(text)
    credits.embed(picture("jpeg"), date_created=text[:40] or "2026")
    of_iso(text)


def words(data: bytes) -> None:
    """Judge what a photo says in words: dates, duties, credits, captions."""
    text = "".join(sign for sign in text_of(data)[:3000] if sign >= " " and sign < "\ufffe")
    said = {"instructions": text, "caption": text, "credit_line": text, "usage_terms": text}
    credits.check(credits.embed(picture("jpeg", (200, 150)), **said), house(), now=NOW)


def store() -> Sequence[bytes]:
    """Give what stands in manifest stores."""
    found = [data for data in seeds.files() if b"c2pa" in data]
    return tuple(data[max(0, data.index(b"c2pa") - 24) :] for data in found) or (b"c2pa",)


def signed_files() -> Sequence[bytes]:
    return tuple(data for data in seeds.files() if b"c2pa" in data.lower())


EVERY: Final = {
    "container": Target(seeds.files, container),
    "read": Target(seeds.files, read),
    "check": Target(seeds.files, check),
    "fix": Target(seeds.files, fixed),
    "embed": Target(seeds.files, embed),
    "embed-file": Target(seeds.files, embed_file),
    "strip": Target(seeds.files, strip),
    "carry": Target(seeds.files, carry),
    "publish": Target(seeds.files, publish),
    "fingerprint": Target(seeds.files, fingerprint),
    "signed": Target(signed_files, signed),
    "manifest": Target(store, manifest),
    "exif": Target(lambda: seeds.blocks("exif"), exif_block),
    "iim": Target(seeds.iim, iim_block),
    "photoshop": Target(lambda: seeds.blocks("photoshop"), photoshop_block),
    "xmp": Target(lambda: seeds.blocks("xmp"), xmp_block),
    "sidecar": Target(lambda: seeds.blocks("xmp"), beside(".xmp")),
    "license": Target(lambda: seeds.LICENSE, beside(".license")),
    "reuse": Target(lambda: seeds.REUSE, beside("REUSE.toml")),
    "line": Target(seeds.credit_lines, line),
    "html": Target(lambda: seeds.HTML, article("html")),
    "markdown": Target(lambda: seeds.MARKDOWN, article("markdown")),
    "rst": Target(lambda: seeds.RST, article("rst")),
    "feed": Target(lambda: seeds.FEED, article("feed")),
    "article": Target(lambda: (*seeds.HTML, *seeds.MARKDOWN, *seeds.FEED, *seeds.RST), any_article),
    "policy": Target(lambda: seeds.POLICY, policy_file),
    "table": Target(lambda: seeds.TABLE, rows),
    "template": Target(lambda: seeds.TEMPLATE, variables),
    "list": Target(lambda: seeds.LISTS, listed),
    "codes": Target(lambda: seeds.CODES, codes),
    "baseline": Target(lambda: seeds.BASELINE, baseline_file),
    "journal": Target(lambda: seeds.JOURNAL, journal_file),
    "memory": Target(lambda: seeds.BASELINE, remembered_file),
    "catalog": Target(seeds.catalogs, catalog_file),
    "index": Target(seeds.indexes, staged),
    "push": Target(lambda: seeds.PUSHES, pushed),
    "request": Target(lambda: seeds.REQUESTS, request),
    "pointer": Target(lambda: seeds.POINTER, pointer),
    "words": Target(lambda: seeds.WORDS, words),
    "date": Target(lambda: seeds.DATES, date),
    "upload": Target(seeds.files, upload, "django"),
}  # fmt: skip


def _stands_here(host: str) -> bool:
    try:
        return not host or find_spec(host) is not None
    except ModuleNotFoundError:  # kept away
        return False


TARGETS: Final = {name: door for name, door in EVERY.items() if _stands_here(door.host)}
