from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.db.migrations.writer import MigrationWriter

import credits
from credits.integrations.django import CreditedImageField, CreditValidator
from tests.conftest import ROOT
from tests.integrations.newsroom.models import Picture, Story
from tests.integrations.photos import CREDIT, photo, upload
from tests.pictures import picture


class PictureForm(forms.ModelForm):
    class Meta:
        model = Picture
        fields = ("photo", "caption", "creators", "credit_line")


def form_with(kind: str, **typed: str) -> PictureForm:
    return PictureForm(typed, {"photo": upload(kind)})


def test_a_form_fills_what_is_empty_from_the_file(site):
    form = form_with("credited", credit_line="TASS")
    assert form.is_valid(), form.errors
    saved = form.save()
    assert saved.creators == "Ann Lee; Jonas Brandt"
    assert saved.caption == CREDIT["caption"]
    assert saved.credit_line == "TASS"


def test_what_is_longer_than_its_field_is_cut(site):
    data = credits.embed(photo(), caption="x" * 100)
    form = PictureForm({}, {"photo": ContentFile(data, name="long.jpg")})
    assert form.is_valid(), form.errors
    stored = form.save()
    assert stored.caption == "x" * 60
    assert credits.read(stored.photo.path).record.caption == "x" * 100


def test_blocks_that_disagree_are_settled_by_a_person_alone(site):
    """What fills an empty field is the file's first word, and no answer to which is right."""
    vigil = (ROOT / "sample_images/vigil.jpg").read_bytes()

    def form(**typed: str) -> PictureForm:
        return PictureForm(typed, {"photo": ContentFile(vigil, name="vigil.jpg")})

    refused = form()
    assert not refused.is_valid()
    (message,) = refused.errors["photo"]
    assert message.startswith("SYN501: The blocks disagree on the creator: XMP says 'Anne Lee'")
    assert message.endswith(". Fill in creators or credit line")
    picture = Picture(photo=ContentFile(vigil, name="vigil.jpg"))
    for _ in range(2):
        with pytest.raises(ValidationError, match="SYN501"):
            picture.full_clean()
    stored = form(creators="Anne Lee").save()
    assert credits.read(stored.photo.path).conflicts == ()


@pytest.mark.parametrize(
    ("kind", "said"), [("uncredited", "CRD101: No credit found"), ("placeholder", "CRD201: ")]
)
def test_an_upload_that_names_nobody_is_refused(site, kind, said):
    form = form_with(kind)
    assert not form.is_valid()
    (message,) = form.errors["photo"]
    assert message.startswith(said)
    assert message.endswith(". Fill in creators or credit line")
    assert form_with(kind, creators="Ann Lee").is_valid()


def test_emptying_the_credit_of_a_stored_photo_is_refused(site):
    stored = form_with("credited").save()
    form = PictureForm({"caption": "x"}, instance=stored)
    assert not form.is_valid()
    assert form.errors["photo"][0].startswith("CRD101")


def test_what_is_typed_is_written_into_the_stored_file(site):
    stored = form_with("uncredited", creators="Zoë Müller; Ann Lee").save()
    record = credits.read(stored.photo.path).record
    assert record.creators == ("Zoë Müller", "Ann Lee")
    assert record.caption == CREDIT["caption"]


def test_code_that_saves_fills_and_writes_too(site):
    stored = Picture(photo=upload("uncredited"), creators="Ann Lee")
    stored.save()
    assert credits.read(stored.photo.path).record.creators == ("Ann Lee",)
    with pytest.raises(ValidationError, match="CRD101"):
        Picture(photo=upload("uncredited")).full_clean()


def test_a_signed_or_unwritable_file_is_stored_as_it_came(site):
    data = picture("gif", (200, 200))
    damaged = data[:40]
    stored = Picture(photo=ContentFile(damaged, name="x.gif"), creators="Ann Lee")
    stored.save()
    with stored.photo.open() as file:
        assert file.read() == damaged


def test_drafts_are_not_judged_and_stories_are(site):
    draft = Story(photo=upload("uncredited"))
    draft.full_clean()
    draft.published = True
    with pytest.raises(ValidationError) as caught:
        draft.full_clean()
    assert set(caught.value.message_dict) == {"photo"}
    draft.photographer = "Ann Lee"
    draft.full_clean()
    Story(published=True).full_clean()


def test_a_file_that_is_no_photo_is_not_let_pass(site):
    with pytest.raises(ValidationError, match="FIL951"):
        Picture(photo=ContentFile(b"no photo", name="x.jpg"), creators="Ann Lee").full_clean()


def test_the_validator_judges_the_file_alone():
    validate = CreditValidator()
    validate(upload())
    with pytest.raises(ValidationError, match="CRD101"):
        validate(upload("uncredited"))
    assert validate == CreditValidator()
    assert "CreditValidator()" in MigrationWriter.serialize(validate)[0]


def test_a_file_is_left_where_it_was(site):
    file = upload()
    file.seek(7)
    CreditValidator()(file)
    assert file.tell() == 7


def test_migrations_make_the_field_again():
    field = CreditedImageField(properties={"creators": "author"}, live="published")
    _, path, args, kwargs = field.deconstruct()
    assert path == "credits.integrations.django.fields.CreditedImageField"
    again = CreditedImageField(*args, **kwargs)
    assert (again.properties, again.live) == ({"creators": "author"}, "published")
    assert connection.vendor == "sqlite"
