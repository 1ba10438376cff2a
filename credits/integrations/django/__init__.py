"""Django: uploads that are judged, credits that stay on renditions, photos printed with both.

Put ``credits.integrations.django`` into ``INSTALLED_APPS``. Names are opened when they are first
used, because models can only be defined once Django is set up.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from credits._optional import need

if TYPE_CHECKING:
    from credits.integrations.django.fields import CreditedImageField as CreditedImageField
    from credits.integrations.django.storage import CreditStorage as CreditStorage
    from credits.integrations.django.validators import CreditValidator as CreditValidator

_ROOMS: Final = {
    "CreditStorage": "storage",
    "CreditValidator": "validators",
    "CreditedImageField": "fields",
}
__all__ = list(_ROOMS)

need("django", "django")


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(importlib.import_module(f"{__name__}.{_ROOMS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
