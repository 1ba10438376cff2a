"""The catalog: what was seen before, in a file of SQLite or a database of PostgreSQL.

It remembers of every photo where it was, what it said, and its fingerprints. Laws: what is as it
was is not looked at again, and what only its metadata changed is not decoded again; a run that is
killed has kept all but its last moments, and the next one goes on from there; several may write at
once. No photo is ever touched.
"""

from __future__ import annotations

from credits.catalog._catalog import Catalog as Catalog
from credits.catalog._indexing import Indexed as Indexed
from credits.catalog._indexing import index as index
from credits.catalog._searching import Searched as Searched
from credits.catalog._searching import search as search

__all__ = ["Catalog", "Indexed", "Searched", "index", "search"]
