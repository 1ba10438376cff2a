from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile, File
from PIL import Image

import credits
from credits.integrations.django import CreditStorage
from credits.integrations.django.carrying import carried_if_possible
from tests.integrations.photos import CREDIT, photo, upload


def holds_credit_and_no_place(data: bytes) -> None:
    found = credits.read(data)
    assert list(found.record.creators) == CREDIT["creators"]
    assert found.record.credit_line == CREDIT["credit_line"]
    assert found.record.gps is None
    assert found.width is not None
    assert found.width < 600


def smaller(data: bytes, form: str = "jpeg") -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.resize((300, 200)).save(out, form)
    return out.getvalue()


def test_easy_thumbnails(site):
    from easy_thumbnails.files import get_thumbnailer

    storage = CreditStorage()
    storage.save("vigil.jpg", upload())
    made = get_thumbnailer(storage, "vigil.jpg").get_thumbnail({"size": (300, 200)})
    holds_credit_and_no_place((site / made.name).read_bytes())


def test_sorl_thumbnail_at_every_resolution(site):
    from sorl.thumbnail import get_thumbnail

    (site / "vigil.jpg").write_bytes(photo())
    made = get_thumbnail("vigil.jpg", "200x150")
    path = site / made.name
    holds_credit_and_no_place(path.read_bytes())
    holds_credit_and_no_place(path.with_name(f"{path.stem}@2x.jpg").read_bytes())
    assert get_thumbnail("vigil.jpg", "200x150").name == made.name
    assert len(list(path.parent.iterdir())) == 2


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_imagekit(site, form):
    from imagekit.processors import ResizeToFill

    from credits.integrations.django.thumbnailers.imagekit import CreditedSpec

    class Small(CreditedSpec):
        processors = [ResizeToFill(300, 200)]
        format = form

    holds_credit_and_no_place(Small(source=upload()).generate().read())


@pytest.mark.parametrize(
    "name", ["a/vigil-300x200.jpg", "a/vigil.jpg.300x200_q85.jpg", "a/vigil-300x200.webp"]
)
def test_a_storage_knows_originals_by_name(site, name):
    storage = CreditStorage()
    storage.save("a/vigil.jpg", upload())
    form = "webp" if name.endswith("webp") else "jpeg"
    saved = storage.save(name, ContentFile(smaller(photo(), form)))
    holds_credit_and_no_place((site / saved).read_bytes())


def test_a_storage_leaves_everything_else_alone(site):
    storage = CreditStorage()
    storage.save("notes-300x200.txt", ContentFile("words"))
    storage.save("lone-300x200.jpg", ContentFile(smaller(photo())))
    assert (site / "notes-300x200.txt").read_text() == "words"
    assert (site / "lone-300x200.jpg").read_bytes() == smaller(photo())


def test_what_cannot_be_carried_is_logged_and_shown(site, caplog):
    assert carried_if_possible(File(io.BytesIO(photo())), b"no photo", "x.jpg") == b"no photo"
    assert "x.jpg: no credits were carried on" in caplog.text
