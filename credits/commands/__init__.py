"""The command line: one thin file per command, all in one literal table.

A command parses its arguments, calls one library function and hands the result to one writer. Its
room is opened only when it is called.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from typing import Any, Final

import click

from credits import __version__
from credits.commands import _streams, _talk
from credits.errors import CreditsError

# command → the file it lives in
COMMANDS: Final = {
    "show": "show",
    "embed": "embed",
    "undo": "undo",
    "log": "undo",
    "parse": "parse",
    "scan": "scan",
    "render": "render",
    "carry": "carry",
    "publish": "publish",
    "check": "check",
    "fix": "fix",
    "explain": "explain",
    "baseline": "baseline",
    "review": "review",
    "dedupe": "dedupe",
    "index": "index",
    "search": "search",
    "rule": "rule",
    "rules": "rule",
    "hook": "hook",
    "init": "init",
    "config": "config",
    "schema": "schema",
    "doctor": "doctor",
    "completion": "completion",
}
# those that write nothing and decide nothing: with nobody to hear them they have nothing to do
SPEAKERS: Final = frozenset({
    "show", "log", "parse", "scan", "render", "search", "rule", "rules", "config", "schema",
    "doctor", "completion",
})  # fmt: skip


# what `credits --help` says, by what one comes for
SECTIONS: Final = {
    "Judge": {
        "check": "Judge photos, articles, folders of them: may they go out?",
        "fix": "Apply the fixes that rules offer.",
        "review": "Go through the photos that may not go out, in the browser.",
        "explain": "Say of one photo why the verdict is what it is.",
        "rules": "List all rules.",
        "rule": "Explain a rule: what it finds, why, how to mend it.",
    },
    "Read": {
        "show": "Show what photos say, and where their blocks differ.",
        "parse": "Understand credit lines.",
        "scan": "List the photos that articles use.",
    },
    "Write": {
        "embed": "Write captions, credits and rights into photos.",
        "undo": "Give the photos of a run their old bytes back.",
        "log": "List the runs that wrote into photos.",
    },
    "Publish": {
        "publish": "Judge photos, and write clean copies of those that may go out.",
        "carry": "Put the credit back on renditions that lost it.",
        "render": "Print photos with caption and credit: HTML, Markdown, feeds.",
    },
    "Find again": {
        "dedupe": "Find the same picture in several files; suggest credits.",
        "index": "Take down an archive in a catalog.",
        "search": "Find a picture in a catalog.",
    },
    "Set up": {
        "init": "Write a policy: what this project asks of its photos.",
        "config": "Show the settings that hold here.",
        "baseline": "Let pass what was there before the gate.",
        "hook": "Judge photos whenever something is committed or pushed.",
        "doctor": "Look whether everything is there.",
        "completion": "Print the completion script for a shell.",
        "schema": "Print a JSON Schema of the policy, or of a report.",
    },
}


class Commands(click.Group):
    """The group that opens a command's file when the command is named."""

    def list_commands(self, _: click.Context) -> list[str]:
        """List the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """Open the room of one command."""
        if cmd_name not in COMMANDS:
            return None
        room = importlib.import_module(f"credits.commands.{COMMANDS[cmd_name]}")
        command = getattr(room, cmd_name)
        return _talk.offered(command)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands section by section, without opening their rooms."""
        wide = max(map(len, COMMANDS))
        for section, rows in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name.ljust(wide), told) for name, told in rows.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command, and name the nearest one when there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(error.message + hint, ctx) from None


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="credits")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """No photograph is published without its caption and its credit.

    Example: credits check photos/
    """
    if ctx.invoked_subcommand in SPEAKERS:
        _streams.only_speaks()


_talk.offered(cli)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # names and captions hold what no terminal's code can say
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        os.getcwd()
    except FileNotFoundError:
        click.echo(
            "error: the working directory is gone\n  help: cd to one that is there", err=True
        )
        return 2
    try:
        code = int(cli.main(arguments, prog_name="credits", standalone_mode=False) or 0)
    except BaseException as error:  # noqa: BLE001  (each kind has its exit code)
        code = _code(error)
    lost = _streams.lost()
    if lost is None:
        return code
    click.echo(f"error: the output cannot be written: {lost.strerror}", err=True)
    return 2


def _code(error: BaseException) -> int:
    from credits.commands import _options

    code = _options.PUBLISHED
    if isinstance(error, (click.exceptions.Abort, KeyboardInterrupt)):
        code = _options.INTERRUPTED
    elif isinstance(error, click.ClickException):
        # what was typed may have come from the names of files
        said = io.StringIO()
        error.show(said)
        click.echo(_options.plain(said.getvalue()), nl=False, err=True)
        if isinstance(error, click.NoSuchOption):
            _options.tell_of_dashes(sys.argv)
        code = error.exit_code
    elif isinstance(error, CreditsError):
        _options.complain(error)
        code = _options.code_of(error)
    elif isinstance(error, _streams.Unheard):
        code = _options.PUBLISHED
    elif isinstance(error, SystemExit):
        code = int(error.code or 0)
    else:
        import traceback

        _options.report_bugs(["".join(traceback.format_exception(error))])
        code = _options.BUG
    return code


def run() -> None:
    """Run as the ``credits`` script."""
    # pydantic asks every installed package for plug-ins: none has a say in what is validated here
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _streams.make_ready()
    sys.exit(main())
