"""djangocms-versioning: versions with photos that nobody is credited for are not published.

In the ``ready`` of an app of the site: ``versioning.guard(photos_of)``, where *photos_of* gives
the filer images of a version. `photos_in_plugins` finds those in the plugins of a page's content.
The conditions of publishing are asked by the admin alone; code and schedules come by the signal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey

from credits.integrations.django import filer

PhotosOf = Callable[[Any], Iterable[Any]]


def condition(photos_of: PhotosOf) -> Callable[[Any, Any], None]:
    """Make a condition of publishing: it fails with the reasons, photo by photo."""
    from djangocms_versioning.exceptions import ConditionFailed  # noqa: PLC0415

    def photos_are_credited(version: Any, user: Any) -> None:  # noqa: ARG001
        said: list[str] = []
        for image in photos_of(version):
            try:
                filer.require(image)
            except ValidationError as error:
                said += (f"{image}: {one}" for one in error.messages)
        if said:
            raise ConditionFailed(" ".join(said))

    return photos_are_credited


def guard(photos_of: PhotosOf | None = None) -> None:
    """Let no version be published whose photos may not be: not by a button, and not by code."""
    from djangocms_versioning.constants import OPERATION_PUBLISH  # noqa: PLC0415
    from djangocms_versioning.models import Version  # noqa: PLC0415
    from djangocms_versioning.signals import pre_version_operation  # noqa: PLC0415

    photos_are_credited = condition(photos_of or photos_in_plugins)
    Version.check_publish.append(photos_are_credited)

    def before(operation: str, obj: Any, **_: Any) -> None:
        if operation == OPERATION_PUBLISH:
            photos_are_credited(obj, None)

    pre_version_operation.connect(before, weak=False, dispatch_uid="credits")


def photos_in_plugins(version: Any) -> Iterator[Any]:
    """Give the filer images that the plugins of a version's content point to."""
    from cms.models import CMSPlugin, Placeholder  # noqa: PLC0415
    from filer.models import Image  # noqa: PLC0415

    holders = Placeholder.objects.get_for_obj(version.content)
    for plugin in CMSPlugin.objects.filter(placeholder__in=holders):
        instance = plugin.get_bound_plugin()
        yield from photos_of_fields(instance, Image)


def photos_of_fields(instance: Any, model: Any) -> Iterator[Any]:
    """Give the instances of *model* that the foreign keys of an instance point to."""
    if instance is None:
        return
    for field in instance._meta.concrete_fields:
        if isinstance(field, ForeignKey) and issubclass(field.related_model, model):
            found = getattr(instance, field.name)
            if found is not None:
                yield found
