"""The option ``--now``: the day that embargoes, expiry and waivers go by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click


class Moment(click.ParamType[datetime]):
    """A day or a moment, as ISO 8601 has it; local time where no zone is said."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """Take it, or say how it is written."""
        try:
            return datetime.fromisoformat(value).astimezone()
        except (ValueError, OverflowError, OSError):
            self.fail(f"{value!r} is no date: write 2026-06-01 or 2026-06-01T12:00", param, ctx)


now_option = click.option(
    "--now", type=Moment(), metavar="DATE",
    help="The day embargoes, expiry and waivers go by [default: the clock's].",
)  # fmt: skip
