"""Many photos at once: what is to be written into each, worked out before anything is written.

A template says it for all, the command's options for all, a row of a table for one; the more
particular word counts. Codes are replaced in all of them; variables are filled in a template, from
what the photo says and is about to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from credits._values import checked
from credits.errors import InvalidValue
from credits.fields import present
from credits.photo import read
from credits.record import Record
from credits.table import Row
from credits.template import Codes, Place, decoded, filled


class Job(NamedTuple):
    """What is to be written into one photo."""

    path: str
    values: dict[str, Any]


class Order(NamedTuple):
    """What is said for all photos: a *template* with variables, the plain *values*, the *codes*.

    *only_missing* leaves alone what a photo says already.
    """

    template: Mapping[str, Any]
    values: Mapping[str, Any]
    codes: Codes | None = None
    only_missing: bool = False


def jobs(rows: Iterable[Row], order: Order) -> list[Job]:
    """Work out what is to be written into each photo.

    Raises:
        InvalidValue: a code or a variable that is unknown, a photo that lacks what the template
            needs, a value that a property cannot hold.
        UnreadableImage: a photo that has to be read first cannot be.
    """
    return [_job(row, order, number) for number, row in enumerate(rows, 1)]


def _job(row: Row, order: Order, number: int) -> Job:
    given = {**order.values, **row.values}
    if order.codes is not None:
        given = {name: decoded(value, order.codes) for name, value in given.items()}
    if not order.template and not order.only_missing:
        return Job(row.path, checked(given))
    record = read(row.path).record
    values = checked(_from_template(record, given, row.path, order, number) | given)
    if order.only_missing:
        values = {n: value for n, value in values.items() if not present(getattr(record, n))}
    return Job(row.path, values)


def _from_template(
    record: Record, given: Mapping[str, Any], path: str, order: Order, number: int
) -> dict[str, Any]:
    said = record.model_dump(exclude_none=True) | {n: v for n, v in checked(given).items() if v}
    merged = Record.model_validate(said)
    place = Place(path, number)
    try:
        values = {name: filled(value, merged, place) for name, value in order.template.items()}
        if order.codes is not None:
            values = {name: decoded(value, order.codes) for name, value in values.items()}
    except InvalidValue as error:
        raise error.located(path) from None
    return values


def all_alike(paths: Sequence[str]) -> list[Row]:
    """Give rows for photos of which nothing particular is said."""
    return [Row(path, {}, "") for path in paths]
