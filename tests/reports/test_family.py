"""Every report of one verdict: read back by somebody else's reader, and harmless."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import click
import jsonschema
import pytest
from lxml import html
from markdown_it import MarkdownIt

from credits.finding import Checked, Finding, Fix, Severity, Suppression
from credits.reports import FINGERPRINTED, FORMATS, write
from credits.reports._place import in_repository, relative, uri
from credits.reports.csv import cell
from credits.reports.markdown import code, escaped
from credits.verdict import Decision, Verdict
from tests.conftest import WITNESSES, absent
from tests.pictures import picture

HOSTILE = "=1+1\x1b[31m<script>alert(1)</script>|`x`\n::error::no\u202e @all https://x.y ]]>"
PATH = "photos/a b|<i>%,:\u00e9.jpg"


def finding(severity: Severity, path: str = PATH, **more) -> Finding:
    return Finding("CRD101", "missing-credit", severity, path, HOSTILE, HOSTILE, "creators", **more)


WAIVED = Suppression("waiver", HOSTILE, "photo desk", date(2027, 1, 31))
FINDINGS = (
    finding(Severity.ERROR, fingerprint="a" * 64, fix=Fix("unsafe", {"creators": [HOSTILE]})),
    finding(Severity.ERROR, fingerprint="a" * 64),
    finding(Severity.HOLD, "held.jpg", fingerprint="b" * 64),
    finding(Severity.WARNING, "story.md", line=3, column=7, fingerprint="c" * 64),
    finding(Severity.INFO, "known.jpg", fingerprint="d" * 64),
    finding(Severity.ERROR, "waived.jpg", fingerprint="e" * 64, suppression=WAIVED),
)
CHECKED = (
    Checked(PATH), Checked("held.jpg"), Checked("story.md", "article"), Checked("known.jpg"),
    Checked("waived.jpg"), Checked("good.jpg"),
)  # fmt: skip
VERDICT = Verdict(Decision.BLOCK, FINDINGS, CHECKED)


def written(form: str, verdict: Verdict = VERDICT) -> str:
    out = io.StringIO()
    write(form, verdict, out)
    return out.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_no_control_character_gets_through(form: str) -> None:
    text = written(form)
    assert text.endswith("\n")
    assert "\x1b[31m<" not in text
    assert "\u202e" not in text or form in {"json", "jsonl", "sarif", "gitlab"}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("checked", [(), (Checked("a.jpg"),)])
def test_nothing_found(form: str, checked: tuple[Checked, ...]) -> None:
    assert written(form, Verdict(Decision.PUBLISH, (), checked)) is not None


def test_fingerprints_are_made_for_those_who_print_them() -> None:
    assert {form for form in FORMATS if "a" * 64 in written(form)} <= FINGERPRINTED
    assert set(FORMATS) >= FINGERPRINTED


def test_text_counts_and_hides_what_is_waived() -> None:
    text = written("text")
    assert "waived.jpg" not in text
    assert text.splitlines()[-1] == (
        "5 photos and 1 article checked, 4 with findings (2 errors, 1 on hold, 1 warning, 1 note), "
        "1 waived: publication is blocked"
    )
    assert "(line 3)" in text


def test_text_fits_a_terminal(monkeypatch) -> None:
    """What is to be pasted stays on one line."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "60")
    long = replace(finding(Severity.ERROR, "a.jpg"), message="no credit found " * 20, help="x" * 90)
    out = Terminal()
    write("text", Verdict(Decision.BLOCK, (long,), CHECKED), out)
    path, first, *more = click.unstyle(out.getvalue()).splitlines()[:8]
    assert (path, first[:20]) == ("a.jpg", "  error CRD101 missi")
    assert all(len(line) <= 60 for line in (first, *more[:5]))
    assert all(line.startswith("    ") for line in more[:5])
    assert f"\n    help: {'x' * 90}\n" in out.getvalue()


def test_full_says_why_and_what_a_fix_would_write() -> None:
    text = written("full")
    assert "why: The author has a right to be named" in text
    assert "fix (unsafe):\n      + creators: =1+1" in text
    assert "let pass (waiver by photo desk until 2027-01-31): =1+1" in text


def test_json_says_who_lets_pass() -> None:
    document = json.loads(written("json"))
    assert document["summary"] == {
        "photos": 5, "articles": 1, "errors": 2, "holds": 1, "warnings": 1, "infos": 1,
        "waived": 1, "baselined": 0,
    }  # fmt: skip
    assert [one["suppression"] for one in document["findings"]] == [
        *[None] * 5,
        {"kind": "waiver", "reason": HOSTILE, "owner": "photo desk", "expires": "2027-01-31"},
    ]


def test_sarif_is_valid() -> None:
    schema = WITNESSES / "sarif-2.1.0.json"
    if not schema.exists():
        absent("the SARIF schema")
    document = json.loads(written("sarif"))
    jsonschema.Draft7Validator(json.loads(schema.read_text())).validate(document)


def test_sarif_holds_what_code_scanning_needs() -> None:
    run = json.loads(written("sarif"))["runs"][0]
    results = run["results"]
    assert [one["level"] for one in results] == ["error"] * 3 + ["warning", "note", "error"]
    assert all(
        run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in results
    )
    assert results[0]["partialFingerprints"] == {"creditsFingerprint/v1": "a" * 64}
    place = results[3]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3, "startColumn": 7}
    assert place["artifactLocation"] == {"uri": "story.md", "uriBaseId": "SRCROOT"}
    assert results[5]["suppressions"][0]["properties"]["expires"] == "2027-01-31"
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_places_are_those_of_the_repository(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "x").mkdir()
    monkeypatch.chdir(tmp_path / "repo" / "x")
    assert relative("a.jpg") == "a.jpg"
    assert in_repository("a.jpg") == "x/a.jpg"
    assert in_repository(str(tmp_path / "b.jpg")) in {
        "../../b.jpg",
        "../b.jpg",
        str(tmp_path / "b.jpg"),
    }
    assert uri("é b#?%.jpg") == "x/%C3%A9%20b%23%3F%25.jpg"
    monkeypatch.chdir(tmp_path)
    assert uri("a:b.jpg") == "./a%3Ab.jpg"


def test_github_escapes_and_counts(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    (tmp_path / "summary.md").write_text("before\n")
    many = tuple(finding(Severity.ERROR, f"{n}.jpg") for n in range(25))
    text = written("github", Verdict(Decision.BLOCK, (*FINDINGS[3:], *many), CHECKED))
    parts = re.fullmatch(r"::stop-commands::(\w{32})\n(.*)\n::\1::\n(.*)", text, re.DOTALL)
    assert parts
    assert "\n::error::no" in parts[2]  # a caption, where commands are stopped
    commands = parts[3].splitlines()
    assert all(re.match(r"::(error|warning|notice) ", line) for line in commands)
    assert [line[2:].partition(" ")[0] for line in commands] == ["error"] * 10 + [
        "warning",
        "notice",
    ]
    assert commands[9].endswith("::16 more in 16 files: see the job's summary")
    assert "%0A::error::no" in commands[0]
    assert "file=story.md,line=3,title=CRD101 missing-credit,col=7::" in commands[10]
    summary = (tmp_path / "summary.md").read_text()
    assert summary.startswith("before\n## Photo credits: block")
    assert summary.count("| `2") >= 6


def test_github_drops_no_summary_for_its_size(tmp_path: Path, monkeypatch) -> None:
    page = tmp_path / "summary.md"
    page.write_text("before\n" * 1000)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    many = tuple(finding(Severity.ERROR, f"folder/{n:05}.jpg") for n in range(9000))
    written("github", Verdict(Decision.BLOCK, many, CHECKED))
    assert 900_000 < page.stat().st_size < 2**20
    shown = page.read_text().count("| `folder/")
    assert page.read_text().endswith(f"\n{9000 - shown} more: see the log.\n")


def test_sarif_holds_no_more_than_code_scanning_takes(monkeypatch) -> None:
    monkeypatch.setattr("credits.reports.sarif.MOST", 3)
    many = tuple(finding(level, f"{n}.jpg") for n in range(2) for level in reversed(Severity))
    document = json.loads(written("sarif", Verdict(Decision.BLOCK, many, CHECKED)))
    (run,) = document["runs"]
    kept = [result["properties"]["severity"] for result in run["results"]]
    assert kept == ["error", "error", "hold"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith(f"{len(many) - 3} findings more")


def test_github_properties_cannot_be_broken_out_of() -> None:
    first = written("github").splitlines()
    line = next(line for line in first if line.startswith("::error file="))
    assert line.startswith("::error file=photos/a b|<i>%25%2C%3Aé.jpg,line=1,title=")


def test_gitlab_tells_equal_findings_apart() -> None:
    issues = json.loads(written("gitlab"))
    assert len(issues) == 5
    assert len({issue["fingerprint"] for issue in issues}) == 5
    assert [issue["severity"] for issue in issues] == [
        "blocker",
        "blocker",
        "critical",
        "minor",
        "info",
    ]
    assert issues[3]["location"] == {"path": "story.md", "lines": {"begin": 3}}


def test_junit_has_a_case_for_each_photo() -> None:
    suite = ET.fromstring(written("junit"))[0]
    assert suite.attrib == {
        "name": "credits", "tests": "6", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    kinds = {case.get("name"): [child.tag for child in case] for case in suite}
    assert kinds == {
        "a b|<i>%,:é.jpg": ["failure"], "held.jpg": ["error"], "story.md": ["system-out"],
        "known.jpg": ["system-out"], "waived.jpg": ["skipped"], "good.jpg": [],
    }  # fmt: skip
    strict = Verdict(Decision.BLOCK, FINDINGS, CHECKED, "warning")
    assert ET.fromstring(written("junit", strict))[0].get("failures") == "2"


def test_csv_has_no_formula() -> None:
    header, *rows = list(csv.reader(io.StringIO(written("csv"))))
    assert header[:4] == ["path", "line", "column", "severity"]
    assert len(rows) == 6
    assert all(row[7].startswith("'=1+1 [31m<script>") for row in rows)
    assert rows[5][9] == "waiver: " + cell(HOSTILE)[1:]
    assert {cell(start + "1")[:1] for start in "=+-@＝＋－＠"} == {"'"}
    assert cell("\t=1") == " =1"
    assert cell(None) == ""


def test_markdown_stays_text() -> None:
    page = MarkdownIt("gfm-like").render(written("markdown"))
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //a | //img | //i[text()]")
    assert [len(table.xpath(".//tr[td]")) for table in tree.xpath("//table")] == [2, 1, 1, 1]
    assert {len(row.xpath("./td")) for row in tree.xpath("//tr[td]")} == {4}
    assert escaped("a*b\n@all www.x") == r"a\*b @<!-- -->all www<!-- -->.x"
    assert code("a`b|c") == r"``a`b\|c``"
    assert code("`") == "`` ` ``"


def test_html_is_one_file_with_pictures_and_no_script(tmp_path: Path) -> None:
    path = tmp_path / "p.jpg"
    path.write_bytes(picture("jpeg", (300, 200)))
    page = written(
        "html", Verdict(Decision.BLOCK, (*FINDINGS, finding(Severity.ERROR, str(path))), CHECKED)
    )
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //link | //iframe | //*[@onclick]")
    pictures = tree.xpath("//img")
    assert len(pictures) == 1
    assert pictures[0].get("src").startswith("data:image/jpeg;base64,/9j/")
    assert "http" not in re.sub(r"https://x\.y", "", page).replace("http-equiv", "")
    levels = [article.get("data-level") for article in tree.xpath("//article")]
    assert levels == ["error", "error", "hold", "warning", "info", "passed"]
    assert "default-src 'none'" in page
    assert tree.xpath("//html/@lang") == ["en"]
    assert all(
        tree.xpath(f"//*[@id='{name}']") for name in tree.xpath("//article/@aria-labelledby")
    )
