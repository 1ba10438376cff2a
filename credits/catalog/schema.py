"""The tables of a catalog, the same in SQLite and PostgreSQL.

A *picture* is known by the SHA-256 of its image data, so that what is written into a file's
metadata leaves its fingerprints as they are; a *file* is where a picture was seen, with what it
said then.
Fingerprints stand twice: packed, to be searched in memory, and as a column for each variant, for
PostgreSQL's ``bit_count``.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

from credits.fingerprints import VARIANTS

# of the tables; migrations.py has the way from each to the next
VERSION: Final = 2
# of what is taken down of a picture and a file: what was taken down by another is looked at anew
MAKING: Final = 1


class Words(TypeDecorator[str]):
    """Text from a photo: what no database holds (NUL, half a surrogate pair) is replaced."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Make the text harmless on its way in."""
        if value is None:
            return None
        return str(value).replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


METADATA: Final = MetaData()

version = Table("credits_version", METADATA, Column("version", Integer, nullable=False))

CODES: Final = tuple(
    Column(f"phash_{number:02}", BigInteger, comment=name) for number, name in enumerate(VARIANTS)
)

picture = Table(
    "credits_picture",
    METADATA,
    Column("image_hash", String(64), primary_key=True),
    Column("made_by", Integer, nullable=False),
    # 256 bits of each variant, 64 bits of each; null where there are no pixels to compare
    Column("codes256", LargeBinary),
    Column("codes64", LargeBinary),
    Column("detail", Float),
    *CODES,
)

file = Table(
    "credits_file",
    METADATA,
    Column("folder", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    # bytes and nanoseconds; `beside` tells the same of sidecars
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("beside", Text, nullable=False),
    Column("made_by", Integer, nullable=False),
    Column("image_hash", String(64), ForeignKey(picture.c.image_hash)),
    Column("sha256", String(64)),
    Column("credit", Words),
    # the record as JSON, without what is absent
    Column("record", Words),
    Column("taken", Words),
    Column("serial", Words),
    Column("pixels", BigInteger),
    # why it is compared with nothing; undecided: it could not be looked at
    Column("problem", Words),
    Column("undecided", Boolean, nullable=False),
    Index("credits_file_picture", "image_hash"),
    Index("credits_file_name", "name"),
)
