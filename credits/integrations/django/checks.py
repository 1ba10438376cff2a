"""System checks: what is wrong with the settings and the models of a site.

``credits.E001`` the policy; ``credits.E002`` a field names a neighbour that is not there;
``credits.W001`` a field has no neighbour that could hold a credit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004  (Django's names)
from django.core.exceptions import FieldDoesNotExist

from credits.errors import PolicyError
from credits.fields import BY_NAME
from credits.integrations.django import conf
from credits.integrations.django.fields import CreditedImageField
from credits.rules._model import CREDIT_FIELDS


def policy_is_right(app_configs: Any, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Check that the policy can be read."""
    try:
        conf.policy()
        conf.baseline()
    except PolicyError as error:
        return [
            Error(f"The policy is wrong: {error}", hint="See CREDITS_POLICY.", id="credits.E001")
        ]
    return []


def fields_are_there(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Check that every photo field has its neighbours."""
    models = [model for config in app_configs or apps.get_app_configs()
              for model in config.get_models()]  # fmt: skip
    return [
        message
        for model in models
        for field in model._meta.get_fields()
        if isinstance(field, CreditedImageField)
        for message in _of(field, model)
    ]


def _of(field: CreditedImageField, model: Any) -> Iterator[CheckMessage]:
    neighbours = field.neighbours(model)
    named = [*neighbours.values(), *([field.live] if field.live else [])]
    for other in named:
        if not _is_there(model, other):
            yield Error(f"{field}: the model has no field {other!r}.", obj=field, id="credits.E002")
    for name in neighbours:
        if name not in BY_NAME or not BY_NAME[name].writable:
            yield Error(f"{field}: photos have no property {name!r}.", obj=field, id="credits.E002")
    if not set(neighbours) & set(CREDIT_FIELDS):
        yield Warning(
            f"{field}: no field of the model holds a credit.",
            hint="Add a field creators or credit_line, or say properties={'creators': …}.",
            obj=field,
            id="credits.W001",
        )


def _is_there(model: Any, name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
