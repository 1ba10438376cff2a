"""Which photos a page shows, wherever they stand, and which pages show a photo.

The first is asked of what is in memory, as it is about to be published: fields, children, blocks of
StreamFields, rich text. The second of Wagtail's reference index, which knows what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.blocks.struct_block import StructValue
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex


def images_of(page: Any, children: Iterable[Any] | None = None) -> list[Any]:
    """Give the images that a page refers to, each once.

    *children* are what stands in its inline panels, where that is not stored yet.
    """
    model = get_image_model()
    wanted = ContentType.objects.get_for_model(model, for_concrete_model=True).pk
    places = _places(page, with_children=children is None)
    inline = (place for child in children or () for place in _places(child, with_children=True))
    found = {key for kind, key in (*places, *inline) if kind == wanted}
    return sorted(model._default_manager.filter(pk__in=found), key=lambda image: image.pk)


def _places(instance: Any, *, with_children: bool) -> Iterator[tuple[int, str]]:
    inline = {relation.get_accessor_name() for relation in _inline(instance)}
    for kind, key, path, _ in ReferenceIndex._extract_references_from_object(instance):  # noqa: SLF001
        if with_children or path.partition(".")[0] not in inline:
            yield kind, key


def _inline(instance: Any) -> list[Any]:
    from modelcluster.models import get_all_child_relations  # noqa: PLC0415

    return list(get_all_child_relations(instance))


def alts_of(page: Any) -> dict[Any, str]:
    """Give the alt texts that blocks say for their images, by the image's key."""
    found: dict[Any, str] = {}
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            for image in _block_images(field.value_from_object(page)):
                if image.contextual_alt_text:
                    found[image.pk] = image.contextual_alt_text
    return found


def _block_images(value: Any) -> Iterator[Any]:
    if isinstance(value, (StreamValue, ListValue)):
        for child in value:
            yield from _block_images(getattr(child, "value", child))
    elif isinstance(value, StructValue):
        for child in value.values():
            yield from _block_images(child)
    elif hasattr(value, "contextual_alt_text"):
        yield value


# ── the other way round ─────────────────────────────────────────────────────────────────────────


def every_image() -> QuerySet[Any]:
    """Give all images, in the order of their keys."""
    return get_image_model()._default_manager.order_by("pk")


def in_live_use() -> QuerySet[Any]:
    """Give the images that live pages show."""
    references = _from_live_pages(ReferenceIndex.objects.filter(to_content_type=_kind()))
    keys = set(references.values_list("to_object_id", flat=True))
    return every_image().filter(pk__in=keys)


def pages_of(image: Any) -> QuerySet[Any]:
    """Give the live pages that show an image."""
    references = _from_live_pages(ReferenceIndex.get_references_to(image))
    keys = set(references.values_list("object_id", flat=True))
    return Page.objects.live().filter(pk__in=keys)


def is_in_live_use(image: Any) -> bool:
    """Tell whether a live page shows an image."""
    return pages_of(image).exists()


def titles(image: Any) -> str:
    """Name the live pages that show an image."""
    return ", ".join(f"“{title}”" for title in pages_of(image).values_list("title", flat=True))


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(get_image_model())


def _from_live_pages(references: QuerySet[Any]) -> QuerySet[Any]:
    live = {str(key) for key in Page.objects.live().values_list("pk", flat=True)}
    pages = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return pages.filter(object_id__in=live)
