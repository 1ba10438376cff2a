"""Tables of captions and credits: a row per photo, as CSV, JSON or JSON lines.

A column names the photo, below the table's folder or the working directory; the others are
properties (``credit_line`` or ``credit-line``). An empty cell says nothing; null in JSON takes a
property out. In CSV lists are separated by ``;``, and structures are JSON. Everything is checked
before anything is written.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from credits._values import checked
from credits.errors import InvalidValue
from credits.fields import FIELDS, Field, Kind, known, split_names

# what the column with the photo's name may be called; the last is ExifTool's
PHOTO: Final = ("path", "file", "filename", "photo", "image", "sourcefile")
FLAGS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
DELIMITERS: Final = ",;\t"
# what Excel is told in a line before the head
_SEPARATED: Final = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_OPTIONS: Final = {field.option.replace("-", "_"): field.name for field in FIELDS}


class Row(NamedTuple):
    """One row: the photo's path, the checked values, and where the row stands (``line 3``)."""

    path: str
    values: Mapping[str, Any]
    place: str


def rows(name: str, data: bytes, base: str = "") -> list[Row]:
    """Read a table; the photos' names count from the folder *base*.

    The form is told by the content: JSON begins with a bracket, JSON lines with a brace.

    Raises:
        InvalidValue: the file, the line and the column that is wrong; a photo that is missing or
            named twice.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidValue(f"is not UTF-8 (byte {error.start})", path=name,
                           help="save the table as UTF-8") from None  # fmt: skip
    start = text.lstrip()[:1]
    reader = {"[": _from_json, "{": _from_lines}.get(start, _from_csv)
    found: list[Row] = []
    for place, cells in reader(name, text):
        try:
            found.append(_row(cells, place, base))
        except InvalidValue as error:
            message = f"{place}: {error.message}"
            raise InvalidValue(message, path=name, help=error.help) from None
    if not found:
        raise InvalidValue("has no rows", path=name,
                           help="a row names a photo and what to write into it")  # fmt: skip
    _refuse_strays(name, found, base)
    return found


def _from_csv(name: str, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    said = _SEPARATED.match(text)
    head = text.partition("\n")[0]
    delimiter = said[1] if said else max(DELIMITERS, key=head.count)
    text = text[said.end() :] if said else text
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        _refuse_twins(name, reader.fieldnames or ())
        for row in reader:
            place = f"line {reader.line_num + bool(said)}"
            if None in row:
                raise InvalidValue(f"{place}: more cells than columns", path=name)
            yield place, {column: cell for column, cell in row.items() if cell}
    except csv.Error as error:
        raise InvalidValue(f"line {reader.line_num + bool(said)}: {error}", path=name) from None


def _from_json(name: str, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    listed = _parsed(name, text, "")
    for number, row in enumerate(listed, 1):
        yield f"row {number}", _object(name, row, f"row {number}")


def _from_lines(name: str, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if (whole := _pretty(name, text)) is not None:
        yield "row 1", whole
        return
    # a string may hold what Unicode takes for the end of a line
    for number, line in enumerate(io.StringIO(text, newline=None), 1):
        if line.strip():
            place = f"line {number}"
            yield place, _object(name, _parsed(name, line, f"{place}: "), place)


def _pretty(name: str, text: str) -> dict[str, Any] | None:
    """Read one object that was spread over lines."""
    if text.lstrip().partition("\n")[0].rstrip() != "{":
        return None
    found = _parsed(name, text, "")
    return found if isinstance(found, dict) else None


def _parsed(name: str, text: str, place: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except InvalidValue as error:
        raise InvalidValue(f"{place}{error.message}", path=name) from None
    except (ValueError, RecursionError) as error:
        raise InvalidValue(f"{place}is not JSON: {error}", path=name) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that names a member twice: nobody knows which is meant."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise InvalidValue(f"{name!r} stands there twice")
        found[name] = value
    return found


def _object(name: str, row: Any, place: str) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise InvalidValue(f"{place}: a row is an object with the properties", path=name)
    return row


def _row(cells: Mapping[str, Any], place: str, base: str) -> Row:
    path = None
    values: dict[str, Any] = {}
    _refuse_twins("", cells)
    for column, cell in cells.items():
        if column.strip().lower() in PHOTO:
            path = cell
        elif _meant(column) == "translations":
            values["translations"] = (
                _parsed("", cell, "translations: ") if isinstance(cell, str) else cell
            )
        else:
            field = _column(column)
            values[field.name] = _value(field, cell)
    if path and not isinstance(path, str):
        raise InvalidValue(f"{path!r} is the name of no file")
    if not path:
        raise InvalidValue(f"no photo is named (the column is called {' or '.join(PHOTO[:2])})")
    if not _is_name(path):
        raise InvalidValue(f"{path!r} is the name of no file")
    return Row(_place(base, path), checked(values), place)


def _place(base: str, path: str) -> str:
    """Give the path of a photo; a table from Windows writes it with backslashes."""
    place = os.path.join(base, path)
    slashed = os.path.join(base, path.replace("\\", "/"))
    is_from_windows = not os.path.lexists(place) and os.path.lexists(slashed)
    return slashed if is_from_windows else place


def _is_name(path: str) -> bool:
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:  # half a surrogate pair, as JSON can say it
        return False


def _column(column: str) -> Field:
    return known(_meant(column))


def _meant(column: str) -> str:
    """Say what a column names: a property, or ``path``."""
    name = column.strip().replace("-", "_").replace(" ", "_").lower()
    return PHOTO[0] if column.strip().lower() in PHOTO else _OPTIONS.get(name, name)


def _refuse_twins(name: str, columns: Iterable[str]) -> None:
    """Refuse columns that name one thing: nobody knows which is meant."""
    seen: dict[str, str] = {}
    for column in columns:
        if (meant := _meant(column)) in seen:
            both = f"{seen[meant]!r} and {column!r}"
            raise InvalidValue(f"{both}: two columns for {meant}", path=name or None,
                               help="take one of them out")  # fmt: skip
        seen[meant] = column


def _value(field: Field, cell: Any) -> Any:
    """Turn a cell of text into what the property holds; JSON has its types already."""
    if not isinstance(cell, str):
        return cell
    if field.shape:
        return _parsed("", cell, f"{field.name}: ")
    if field.kind is Kind.FLAG:
        if cell.strip().lower() not in FLAGS:
            raise InvalidValue(f"{field.name}: {cell!r} is neither yes nor no")
        return FLAGS[cell.strip().lower()]
    if field.kind in {Kind.INTEGER, Kind.NUMBER, Kind.INTEGERS}:
        return _number(field, cell)
    return split_names(cell) if field.is_list else cell


def _number(field: Field, cell: str) -> Any:
    try:
        numbers = [float(part) if "." in part else int(part) for part in cell.split(";")]
    except ValueError:
        raise InvalidValue(f"{field.name}: {cell!r} is no number") from None
    return numbers if field.is_list else numbers[0]


def _refuse_strays(name: str, found: Iterable[Row], base: str) -> None:
    """Refuse photos that are missing, that stand elsewhere, and those named twice.

    A table may come from anybody: it reaches what stands below it, or below where the work is done.
    """
    seen: dict[str, str] = {}
    missing = []
    tops = [os.path.join(os.path.realpath(folder), "") for folder in (base, os.curdir)]
    for row in found:
        real = os.path.realpath(row.path)
        if not any(real.startswith(top) for top in tops):
            raise InvalidValue(
                f"{row.place}: {row.path} leads out of the table's folder", path=name,
                help="run the command from a folder above the photos",
            )  # fmt: skip
        if real in seen:
            message = f"{row.place}: {row.path} stands in {seen[real]} already"
            raise InvalidValue(message, path=name)
        seen[real] = row.place
        if not os.path.isfile(row.path):
            missing.append(f"{row.place}: {row.path}")
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        listed = "; ".join(missing[:5]) + more
        raise InvalidValue(
            f"there is no such photo: {listed}", path=name,
            help="nothing was written; names count from the table's folder",
        )  # fmt: skip
