"""The option ``--now``: the day that embargoes, expiry and waivers go by."""

from __future__ import annotations

from datetime import datetime

import click


def moment(text: str) -> datetime:
    """Take a day or a moment, as ISO 8601 has it; local time where no zone is said.

    Raises:
        click.BadParameter: it is none; says how one is written.
    """
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        raise click.BadParameter(
            f"{text!r} is no date: write 2026-06-01 or 2026-06-01T12:00"
        ) from None


now_option = click.option(
    "--now", type=moment, metavar="DATE",
    help="The day embargoes, expiry and waivers go by [default: the clock's].",
)  # fmt: skip
