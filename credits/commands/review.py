"""``credits review``: a local page with the photos that may not go out."""

from __future__ import annotations

import sys
import warnings
import webbrowser
from datetime import datetime
from typing import Any

import click

from credits.baseline import load as load_baseline
from credits.checker import moment
from credits.commands import _options, _policy
from credits.commands._likeness import compared
from credits.commands._moment import now_option
from credits.commands._writing import described_run
from credits.folder import walk
from credits.journal import Journal
from credits.reports.text import summary
from credits.review import Review


@click.command()
@_options.paths
@_policy.options
@_policy.fail_on
@click.option("--baseline", metavar="FILE", help="Let pass what was there before the gate.")
@click.option(
    "--duplicates", is_flag=True, help="Compare the pictures with each other, for suggestions.",
)  # fmt: skip
@click.option("--catalog", metavar="URL", help="Compare them with this catalog, too.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port to listen at [default: a free one].",
)
@click.option("--no-browser", is_flag=True, help="Do not open the page, only print its address.")
@now_option
def review(
    paths: tuple[str, ...],
    file: str | None,
    now: datetime | None,
    port: int,
    *,
    no_browser: bool,
    **wishes: Any,
) -> int:
    """Go through the photos that may not go out, on a page that only this machine sees.

    Each is shown with what is wrong, what a rule would write, and what it says; what is saved is
    written at once, and credits undo takes all of it back. Done ends it, and it exits like credits
    check with what is left then.

    Example: credits review photos/ --duplicates
    """
    baseline, catalog = wishes.pop("baseline"), wishes.pop("catalog")
    duplicates = wishes.pop("duplicates")
    policy = _policy.policy_of(file, wishes)
    baseline = baseline or policy.baseline_file
    photos = list(walk(paths, policy))
    known = compared(photos, policy, catalog) if duplicates or catalog else None
    found = Review(
        _options.progress(photos, "checking"), policy, moment(now),
        baseline=load_baseline(baseline) if baseline else None, known=known,
        journal=Journal(described_run(sys.argv)),
    )  # fmt: skip
    if found.stopped():
        _serve(found, port, browser=not no_browser)
    verdict = found.verdict
    click.echo(summary(verdict))
    return _options.EXITS[verdict.decision]


def _serve(found: Review, port: int, *, browser: bool) -> None:
    """Serve the page until it is done with.

    Raises:
        UsageError: another program listens at the port.
    """
    from credits.review._server import Server  # noqa: PLC0415  (only where there is a queue)

    try:
        server = Server(found, port)
    except OSError as error:
        raise click.UsageError(f"cannot listen at port {port}: {error.strerror}") from None
    with server, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what decoders mutter about odd files
        click.echo(f"{server.address}\nDone on the page ends it, or Ctrl-C")
        if browser:
            webbrowser.open(server.address)
        server.serve_forever()
