"""Write the generated pages: the field table, the rules, the command line, the README's sessions.

Run ``python docs/make.py``; ``tests/test_docs.py`` holds that the pages are current.
"""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from credits import vocabulary
from credits._credit_styles import FIELDS as STYLE_FIELDS
from credits._credit_styles import STYLES, WORDS
from credits.commands import COMMANDS, cli
from credits.credit_line import CreditLine
from credits.fields import FIELDS, Field
from credits.rules import GROUPS, RULES
from credits.rules._model import Rule, settings_of
from credits.traces import PRIVATE, ROWS, Row
from credits.vocabulary import default
from credits.vocabulary._spelling import load
from credits.vocabulary.licences import all_licences
from credits.vocabulary.organisations import KINDS
from credits.vocabulary.phrases import languages

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
# pages with sessions in them
SHOWING = (ROOT / "README.md", HERE / "articles.md")


def pages() -> Iterator[tuple[str, str]]:
    """Give every generated page: its path below docs/, and its text."""
    yield "fields.md", "\n".join(fields_page()) + "\n"
    yield "styles.md", "\n".join(styles_page()) + "\n"
    yield "vocabulary.md", "\n".join(vocabulary_page()) + "\n"
    yield "traces.md", "\n".join(traces_page()) + "\n"
    yield "credit-lines.md", credit_lines_page()
    yield "likeness.md", likeness_page()
    yield "cli.md", "\n".join(cli_page()) + "\n"
    yield "reliability.md", reliability_page()
    for rule in RULES.values():
        yield f"rules/{rule.CODE}.md", rule_page(rule)
    yield "rules/README.md", "\n".join(rules_page()) + "\n"


def reliability_page() -> str:
    """Write what was tried to break it, from the figures of the last such run."""
    sys.path.insert(0, str(ROOT))
    from tests import reliability  # noqa: PLC0415  (the project's own, wherever this is run)

    return str(reliability.page(json.loads(reliability.DATA.read_text(encoding="utf-8"))))


def credit_lines_page() -> str:
    """Write the figures into the page on credit lines; without labelled lines they stay."""
    page = (HERE / "credit-lines.md").read_text(encoding="utf-8")
    bench = _bench("credit_lines")
    gold = bench.labelled()
    if not gold:
        return page
    return _with(page, "figures", credit_figures(bench, gold))


def _with(page: str, name: str, lines: Iterator[str]) -> str:
    """Put lines between the marks of that name."""
    text = "\n".join(lines)
    return re.sub(
        rf"(<!-- {name} -->\n).*(?=<!-- /{name} -->)",
        lambda found: f"{found[1]}{text}\n",
        page,
        flags=re.DOTALL,
    )


def likeness_page() -> str:
    """Write what the benchmarks recorded into the page on likeness."""
    page = (HERE / "likeness.md").read_text(encoding="utf-8")
    recorded = _bench("record").recorded
    page = _with(page, "quality", quality(recorded("likeness")))
    speeds = (recorded(name) for name in ("fingerprints", "search", "catalog"))
    return _with(page, "speed", speed(*speeds))


def quality(figures: dict[str, Any]) -> Iterator[str]:
    """Say how many copies each level finds, how many strangers it takes for one, and the peers."""
    tools, pairs = figures["tools"], figures["pairs"]
    yield "| level | bits of 256 | edited copies found | strangers taken for a copy |"
    yield "|---|---|---|---|"
    for level, most in sorted(figures["levels"].items(), key=lambda pair: pair[1]):
        row = tools[f"credits {level}"]
        wrong, of = row["false"]["edited"], pairs["edited"]
        rate = f" ({wrong / of * 1e6:.1f} in a million)" if wrong else ""
        yield f"| `{level}` | {most} | {row['recall']:.1f} % | {wrong} of {of:,}{rate} |"
    yield ""
    likely = tools["credits likely"]
    worst = sorted(likely["edits"].items(), key=lambda pair: pair[1])[:3]
    least = ", ".join(f"{name} ({found:.0f} %)" for name, found in worst)
    twins = max(tools[f"credits {level}"]["false"]["originals"] for level in figures["levels"])
    others = ", ".join(
        f"`{row['tool']}` {row['recall']:.1f} %"
        for row in tools.values()
        if row["tool"] != "credits"
    )
    yield (
        f"Measured by `bench/likeness.py` on {figures['photos']} photos that nothing was tuned on, "
        f"{len(likely['edits'])} edits of each:"
    )
    yield (
        "strangers are an edited copy and another original. Originals taken for each other, at any "
        f"level: {twins} of {pairs['originals']:,} pairs."
    )
    yield (
        "At thresholds that make at most one mistake in a million, of the same copies are found by "
        f"{others}."
    )
    yield (
        f"`likely` finds least of all: {least}. Cuts at a corner of more than 10 % have no variant."
    )


def _more(row: dict[str, Any]) -> float:
    """Give the milliseconds that the variants take."""
    return float(row["ms"]["credits: and all variants"] - row["ms"]["credits: pHash 64 + 256"])


def speed(prints: dict[str, Any], search: dict[str, Any], catalog: dict[str, Any]) -> Iterator[str]:
    """Say what fingerprints, searches and a run over an unchanged archive cost."""
    yield "| JPEGs | MB | files a second | × `imagehash.phash` | share that Pillow's decode takes | two threads |"
    yield "|---|---|---|---|---|---|"
    for name, row in sorted(prints["sets"].items(), key=lambda pair: pair[1]["megabytes"]):
        took = row["ms"]
        ours = took["credits: pHash 64 + 256"]
        share = took["Pillow draft decode alone"] / ours
        yield (
            f"| {name} | {row['megabytes']} | {1000 / ours:.0f} | {took['imagehash.phash'] / ours:.1f} "
            f"| {share:.0%} | × {row['two threads']} |"
        )
    yield ""
    start, more = prints["start"], sorted(map(_more, prints["sets"].values()))
    yield (
        "(`bench/fingerprints.py`: both fingerprints, of one thread; press photos have 13.5 "
        "megapixels, web photos 1200 pixels.)"
    )
    yield (
        f"Python, the imports and the first fingerprint take {start['credits, first fingerprint']} ms, "
        f"those of imagehash {start['imagehash, first phash']} ms."
    )
    yield f"The variants cost {more[0]:.1f} to {more[-1]:.1f} ms more. scipy is not loaded."
    yield ""
    yield "| hashes | all pairs within 8 bits | × FAISS `IndexBinaryFlat` | one query | memory |"
    yield "|---|---|---|---|---|"
    for count, row in search["hashes"].items():
        ours, theirs, query = (row[one] for one in ("credits", "faiss", "credits, one query"))
        yield (
            f"| {int(count):,} | {ours['wall']:.2f} s | {ours['wall'] / theirs['wall']:.2f} "
            f"| {query['wall'] * 1e3:.1f} ms | {ours['memory']:.2f} GB |"
        )
    yield ""
    yield (
        f"(`bench/search.py`, {search['threads']} threads.) An archive of {catalog['files']:,} files that "
        f"is as it was is gone through in {catalog['seconds']} s (`bench/catalog.py`)."
    )


def _bench(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / "bench" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def credit_figures(bench: Any, gold: list[dict[str, Any]]) -> Iterator[str]:
    """Score the parser with its whole lexicon, with each fifth taken away, and with none."""
    yield "| lexicon | wholly right | macro F1 | invented on captions | placeholders P | placeholders R |"
    yield "|---|---|---|---|---|---|"
    nothing = default().without({one.name for one in default().organisations.values()})
    rows = [("all organisations", default())]
    rows += [(f"without fifth {place}", known) for place, known in enumerate(bench.fifths(), 1)]
    rows += [("no organisations at all", nothing)]
    for name, known in rows:
        reached = bench.score(gold, bench.with_words(known))
        fillers = reached["fields"]["is_placeholder"]
        yield (
            f"| {name} | {reached['all_fields_right']:.1%} | {reached['macro_f1']:.3f} "
            f"| {reached['false_credit_rate']:.1%} | {fillers['p']:.3f} | {fillers['r']:.3f} |"
        )
    baseline = bench.score(gold, bench.baseline)
    yield (
        f"| a dozen regular expressions | {baseline['all_fields_right']:.1%} "
        f"| {baseline['macro_f1']:.3f} | {baseline['false_credit_rate']:.1%} | | |"
    )


def fields_page() -> Iterator[str]:
    """Write the field table, one row per property."""
    yield "# Properties"
    yield ""
    yield "Every property of a record, with its address in each block. IIM limits are bytes."
    yield ""
    yield "| property | option | XMP | IIM | EXIF | what it holds |"
    yield "|---|---|---|---|---|---|"
    for field in FIELDS:
        option = f"`--{field.option}`" if field.writable else "read only"
        iim = f"2:{field.iim.number:02} ({field.iim.most})" if field.iim else ""
        exif = f"{field.exif.directory} {field.exif.tag:#06x}" if field.exif else ""
        xmp = f"`{field.xmp}`" if field.xmp else ""
        yield f"| `{field.name}` | {option} | {xmp} | {iim} | {exif} | {what(field)} |"


def what(field: Field) -> str:
    """Say what a property holds, and the members of a structure."""
    members = ", ".join(f"`{member.name}`" for member in field.shape)
    return " ".join(part for part in (f"{field.label}.", field.help, members) if part)


# what the styles are shown on
SHOWN = {
    "one photographer": CreditLine(creators=("Jane Doe",), organisations=("Reuters",)),
    "three, a distributor": CreditLine(
        creators=("Jane Doe", "John Roe", "Kim Poe"), organisations=("AFP",), via="Getty Images"
    ),
    "an agency alone": CreditLine(organisations=("AP",)),
    "Creative Commons": CreditLine(
        caption="A lake", creators=("Ann Lee",), licence="cc-by-sa 4.0", via="Wikimedia Commons"
    ),
}


def styles_page() -> Iterator[str]:
    """Write what each style makes of the same credits."""
    yield "# Styles"
    yield ""
    yield "How `credits parse --style NAME` and `CreditLine.format(style, lang=...)` print a credit."
    yield "A house's own agency is printed as the house does; `lang` chooses the words."
    for name, line in SHOWN.items():
        yield ""
        yield f"## {name[0].upper()}{name[1:]}"
        yield ""
        yield "| style | prints |"
        yield "|---|---|"
        for style in STYLES:
            yield f"| `{style}` | {line.format(style)} |"
        yield f'| `dpa`, `lang="fr"` | {line.format("dpa", lang="fr")} |'
        yield f'| `dpa`, `lang="uk"` | {line.format("dpa", lang="uk")} |'
    yield ""
    yield "## Templates"
    yield ""
    yield f"Fields: {', '.join(f'`{{{name}}}`' for name in STYLE_FIELDS)};"
    yield f"words of the language: {', '.join(f'`{{{name}}}`' for name in WORDS)}."
    yield ""
    yield "- A text between two fields separates them: it is printed only where both are there."
    yield "- A group in `[` `]` vanishes when a field in it is empty."
    yield "- `{{`, `}}`, `[[` and `]]` print one bracket."
    yield "- A credit that names nobody is printed as nothing."
    yield ""
    yield "| template | prints |"
    yield "|---|---|"
    for template in (
        "{creators}/{organisations}",
        "{organisations} / {creators}[ ({via})]",
        "{label} {credit}[, {licence}]",
        "[[{credit}]]",
    ):
        printed = SHOWN["three, a distributor"].format(template)
        yield f"| `{template}` | {printed} |"
    yield ""
    yield 'In the policy: `[house] credit-format = "{creators}/{organisations}"`, or the name of a style.'


def vocabulary_page() -> Iterator[str]:
    """Count the words that credits are read with, and tell how a house adds its own."""
    organisations = vocabulary.organisations()
    yield "# Vocabulary"
    yield ""
    yield "The words that parser, rules and styles share: TOML files in `credits/vocabulary/`,\nread as the JSON that `python -m credits.vocabulary` makes of them."
    yield ""
    yield "| organisations | number | spellings | such as |"
    yield "|---|---|---|---|"
    for kind in KINDS:
        found = [one for one in organisations if one.kind == kind]
        if found:
            spellings = sum(1 for one in found for _ in one.spellings)
            some = ", ".join(one.name for one in found[:: max(1, len(found) // 4)][:4])
            yield f"| {kind} | {len(found)} | {spellings} | {some} |"
    yield ""
    yield "| placeholders | number | languages | what is said of them |"
    yield "|---|---|---|---|"
    table = load("placeholders")
    del table["shared"]
    for group, parts in table.items():
        reason = parts.pop("reason")
        yield f"| {group} | {sum(map(len, parts.values()))} | {len(parts)} | it {reason} |"
    yield ""
    yield f"Labels: {', '.join(sorted(load('labels')['photo']))}."
    yield f"Words to print with: {', '.join(languages())}."
    yield ""
    others = [one.name for one in all_licences() if not one.name.startswith("CC BY")]
    yield f"Licences: {len(all_licences())}, of which {len(all_licences()) - len(others)} are Creative"
    yield f"Commons by version and jurisdiction; the others: {', '.join(others)}."
    yield ""
    yield "## Your own words"
    yield ""
    yield "```toml"
    yield "[house]"
    yield 'staff = ["Evgeny Epanchintsev"]'
    yield 'organisations = { "TASS" = { aliases = ["ТАСС"], domains = ["tass.ru"] } }'
    yield 'placeholders = ["фото з мережі"]'
    yield "```"
    yield ""
    yield "An organisation that is known already gets the spellings as further ones; what a house names"
    yield "as an organisation is no placeholder there (`DR` in Denmark). In Python:"
    yield "`Policy.words`, or `credits.vocabulary.of_house(...)`, given to `parse`, `compared` and"
    yield "`is_placeholder_credit` as `vocabulary`."


def traces_page() -> Iterator[str]:
    """Write the table of traces, one row per kind, under what stands in traces.head.md."""
    yield (HERE / "traces.head.md").read_text(encoding="utf-8").rstrip()
    yield ""
    yield "| kind | what it tells | taken out by default | where it stands |"
    yield "|---|---|---|---|"
    for row in ROWS:
        default = "yes" if row.kind in PRIVATE else ""
        yield f"| `{row.kind}` | {row.help} | {default} | {'; '.join(addresses(row))} |"


def addresses(row: Row) -> Iterator[str]:
    """Say where a kind of trace stands, block by block."""
    directories = {"gps": "the GPS directory", "ifd1": "IFD1"}
    exif = [*(directories[name] for name in row.directories), *row.exif.values()]
    xmp = ["exif:GPS*", *(n for n in row.xmp if not n.startswith("exif:GPS"))] if (
        any(name.startswith("exif:GPS") for name in row.xmp)
    ) else list(row.xmp)  # fmt: skip
    resources = list(dict.fromkeys(row.resources.values()))
    columns = (
        ("EXIF", exif), ("XMP", [f"`{name}`" for name in xmp]),
        ("IIM", [f"2:{number:02} {name}" for number, name in row.iim.items()]),
        ("Photoshop", resources), ("PNG texts", [f"`{name}`" for name in row.texts]),
        ("segments", list(dict.fromkeys(f"{kind}" for _, kind in row.segments))),
    )  # fmt: skip
    for label, names in columns:
        if names:
            yield f"{label} {', '.join(names)}"


def cli_page() -> Iterator[str]:
    """Write the help of every command."""
    yield "# Commands"
    context = click.Context(cli, info_name="credits", help_option_names=["-h", "--help"])
    yield from _help_of(cli, context)
    for name in COMMANDS:
        yield from _helps(cli.get_command(context, name), name, context)  # type: ignore[attr-defined]


def _helps(command: click.Command, name: str, above: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=above)
    yield from ("", f"## {context.command_path}")
    yield from _help_of(command, context)
    for below, one in getattr(command, "commands", {}).items():
        yield from _helps(one, below, context)


def _help_of(command: click.Command, context: click.Context) -> Iterator[str]:
    context.terminal_width = context.max_content_width = 90
    yield from ("", "```text", command.get_help(context), "```")


def rule_page(rule: Rule) -> str:
    """Write one rule's page from its docstring."""
    summary, _, rest = inspect.cleandoc(rule.__doc__ or "").partition("\n\n")
    levels = ", ".join(f"{profile} {level}" for profile, level in rule.LEVELS.items())
    sections = (
        "\n".join(
            f"## {line[:-1]}"
            if line.endswith(":") and line[:1].isalpha()
            else line.removeprefix("    ")
            for line in rest.splitlines()
        )
        .replace("\n## ", "\n\n## ")
        .replace("\n\n\n", "\n\n")
    )
    sections = "\n".join(
        f"{line}\n" if line.startswith("## ") else line for line in sections.splitlines()
    )
    return (
        f"# {rule.CODE} {rule.NAME}\n\n{summary}\n\nSeverity: {levels}.\n\n{sections}\n"
        + "".join(settings(rule))
    )


def settings(rule: Rule) -> Iterator[str]:
    """Write what can be tuned in a rule, with what holds if nothing is said."""
    given = settings_of(rule)
    if not given:
        return
    yield f"\n## Settings\n\n{inspect.cleandoc(rule.OPTIONS.__doc__ or '')}\n\n```toml\n"
    yield f"[rules.{rule.CODE}]\n"
    for name, value in given.items():
        said = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
        yield f"# {name} is not set\n" if value is None else f"{name} = {said}\n"
    yield "```\n"


def rules_page() -> Iterator[str]:
    """Write the list of rules by group."""
    yield "# Rules"
    for group, about in GROUPS.items():
        members = [rule for rule in RULES.values() if rule.CODE.startswith(group)]
        if members:
            yield ""
            yield f"## {group}: {about}"
            yield ""
        for rule in members:
            summary = inspect.cleandoc(rule.__doc__ or "").splitlines()[0]
            yield f"- [{rule.CODE}]({rule.CODE}.md) {rule.NAME}: {summary}"


def readme(text: str) -> str:
    """Run every console block of a page on a copy of the sample images; give it anew."""
    return re.sub(
        r"(?<=```console\n).*?(?=```)", lambda block: session(block[0]), text, flags=re.DOTALL
    )


def session(block: str) -> str:
    """Run the commands of one console block, one after the other, and write what they print."""
    commands = [line for line in block.splitlines() if line.startswith("$ credits ")]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "sample_images", Path(folder) / "sample_images")
        return "".join(f"{command}\n{run(command[2:], folder)}\n" for command in commands)[:-1]


def run(command: str, folder: str) -> str:
    """Run one command line of ours in a folder and give all it prints."""
    words = [sys.executable, "-m", "credits", *shlex.split(command)[1:]]
    world = {
        "PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTHONIOENCODING": "utf-8",
        "CREDITS_JOURNAL": f"{folder}/.journal", "CREDITS_CACHE": "",
    }  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder, env=world)
    return (done.stdout + done.stderr).rstrip() + "\n"


def main() -> None:
    """Write all pages."""
    for page in SHOWING:
        page.write_text(readme(page.read_text(encoding="utf-8")), encoding="utf-8")
    (HERE / "rules").mkdir(exist_ok=True)
    for path, text in pages():
        (HERE / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
