from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from filer.models import Image
from filer.validation import FileValidationError

from credits.integrations.django import filer, versioning
from credits.integrations.django.validators import validate_upload
from tests.integrations.newsroom.models import Story
from tests.integrations.photos import photo, upload


def image(kind: str = "credited", **fields) -> Image:
    made = Image(file=upload(kind), original_filename="vigil.jpg", **fields)
    made.save()
    return made


def test_a_credited_image_passes(site):
    filer.require(image())
    filer.require(image("uncredited", author="Ann Lee"))


@pytest.mark.parametrize("kind", ["uncredited", "placeholder"])
def test_an_image_that_names_nobody_does_not(site, kind):
    with pytest.raises(ValidationError, match="CRD"):
        filer.require(image(kind))


def test_the_flags_are_enforced(site):
    with pytest.raises(ValidationError) as caught:
        filer.require(image("uncredited", must_always_publish_author_credit=True))
    assert caught.value.messages[0].endswith(
        "it must always be published with an author, and has none"
    )
    with pytest.raises(ValidationError, match="a copyright notice, and has none"):
        filer.require(image(must_always_publish_copyright=True))
    filer.require(image(must_always_publish_author_credit=True))


def test_uploads_are_validated(site):
    validate_upload("vigil.jpg", ContentFile(photo()), None, "image/jpeg")
    with pytest.raises(FileValidationError, match="CRD101"):
        validate_upload("x.jpg", ContentFile(photo("uncredited")), None, "image/jpeg")


def test_versions_with_uncredited_photos_are_not_published(site):
    from djangocms_versioning.conditions import Conditions
    from djangocms_versioning.exceptions import ConditionFailed

    class Version:
        check_publish = Conditions([versioning.condition(lambda version: version.photos)])

    good, bad = Version(), Version()
    good.photos, bad.photos = [image()], [image(), image("uncredited", name="Rally")]
    good.check_publish(None)
    with pytest.raises(ConditionFailed, match=r"Rally: CRD101: No credit found"):
        bad.check_publish(None)
    assert not bad.check_publish.as_bool(None)


def test_photos_are_found_in_the_fields_of_plugins(site):
    assert list(versioning.photos_of_fields(None, Image)) == []
    assert list(versioning.photos_of_fields(Story(), Image)) == []
