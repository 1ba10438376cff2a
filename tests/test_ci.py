"""The GitHub action and the GitLab template: every option exists, every step runs here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pip
import pytest
import yaml

from credits.commands import cli
from tests.conftest import ROOT, WITNESSES, absent
from tests.repositories import BARE, GOOD, Repository, begin

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
GITLAB = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text())["photo-credits"]
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
DOCS = ("docs/ci.md", "docs/doors.md", "docs/git.md")


def commands() -> list[tuple[str, str]]:
    """Give every use of ``credits check`` and the like, with where it stands."""
    places = {"action.yml": STEPS["Check"]["run"], "ci/gitlab.yml": "\n".join(GITLAB["script"])}
    places |= {name: (ROOT / name).read_text() for name in DOCS}
    places[".pre-commit-hooks.yaml"] = (ROOT / ".pre-commit-hooks.yaml").read_text()
    used = re.compile(r"(?:^|[\s/`])credits\"? ([a-z]+\b[^\n`|]*(?:\\\n[^\n]*)*)")
    return [(name, match[1]) for name, text in places.items() for match in used.finditer(text)]


def test_every_option_that_is_used_exists() -> None:
    found = [
        (place, command, option)
        for place, command in commands()
        if (command.split()[0]) in cli.list_commands(None)  # type: ignore[arg-type]
        for option in re.findall(r"(?<![\w-])--[a-z0-9][a-z0-9-]*", command)
    ]
    assert len(found) >= 18
    for place, command, option in found:
        words = command.split()
        known = cli.get_command(None, words[0])  # type: ignore[arg-type]
        for word in words[1:]:
            known = getattr(known, "commands", {}).get(word, known)
        options = {name for one in known.params for name in one.opts}  # type: ignore[union-attr]
        assert option in options, (place, command)


def test_options_that_the_action_puts_together_exist() -> None:
    used = set(re.findall(r"options\+=\(\"(--[a-z0-9-]+)=", STEPS["Check"]["run"]))
    known = {name for one in cli.get_command(None, "check").params for name in one.opts}  # type: ignore[arg-type, union-attr]
    assert len(used) == 6
    assert used <= known


def test_every_input_is_used_and_every_used_one_is_an_input() -> None:
    text = (ROOT / "action.yml").read_text()
    used = set(re.findall(r"inputs\.([a-z-]+)", text))
    assert used == set(ACTION["inputs"])
    assert all(one.get("description") for one in ACTION["inputs"].values())
    # what a user writes must reach the shell as a variable, never as text of the script
    assert all("${{" not in step.get("run", "") for step in STEPS.values())


class Runner:
    """Runs the steps of the action as GitHub does, in a repository, without GitHub."""

    def __init__(self, place: Path, repository: Repository) -> None:
        self.place = place
        self.repository = repository
        self.outputs: dict[str, str] = {}
        for name in ("path", "output", "summary"):
            (place / name).touch()

    def step(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        given = {key: one.get("default", "") for key, one in ACTION["inputs"].items()} | {
            key.replace("_", "-"): value for key, value in inputs.items()
        }
        step = STEPS[name]
        added = (self.place / "path").read_text().split()
        env = {
            **os.environ,
            "RUNNER_TEMP": str(self.place),
            "GITHUB_PATH": str(self.place / "path"),
            "GITHUB_OUTPUT": str(self.place / "output"),
            "GITHUB_STEP_SUMMARY": str(self.place / "summary"),
            "GITHUB_ACTION_PATH": str(ROOT),
            "PATH": os.pathsep.join([*added, os.environ["PATH"]]),
        } | {key: self._evaluated(value, given) for key, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.repository.folder, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        lines = (self.place / "output").read_text().splitlines()
        self.outputs = dict(line.split("=", 1) for line in lines)
        return done

    def _evaluated(self, value: str, given: dict[str, str]) -> str:
        found = re.fullmatch(r"\$\{\{ (inputs|steps\.check\.outputs)\.([a-z-]+) \}\}", value)
        assert found, value
        return given[found[2]] if found[1] == "inputs" else self.outputs[found[2]]


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    repository = begin(tmp_path / "checkout", monkeypatch)
    place = tmp_path / "runner"
    place.mkdir()
    # what the install step would have put there
    (place / "path").write_text(f"{Path(sys.executable).parent}\n")
    return Runner(place, repository)


@pytest.fixture
def sarif_schema() -> Any:
    schema = WITNESSES / "sarif-2.1.0.json"
    if not schema.exists():
        absent("the SARIF schema")
    return json.loads(schema.read_text())


def test_what_blocks_ends_the_job(runner: Runner, sarif_schema: Any) -> None:
    runner.repository.stage("photos/a b.jpg")
    runner.repository.stage("$(touch x).jpg", GOOD)
    done = runner.step("Check", paths="photos\n$(touch x).jpg\n")
    assert done.returncode == 0, done.stderr
    assert runner.outputs == {"exit-code": "1", "verdict": "block"}
    assert "::error file=photos/a b.jpg" in done.stdout
    assert "## Photo credits: block" in (runner.place / "summary").read_text()
    report = json.loads((runner.repository.folder / "credits.sarif").read_text())
    jsonschema.Draft7Validator(sarif_schema).validate(report)
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in report["runs"][0]["results"]
    }
    assert uris == {"photos/a%20b.jpg", "%24%28touch%20x%29.jpg"}
    assert not (runner.repository.folder / "x").exists()
    assert runner.step("Decide").returncode == 1


def test_what_is_good_passes(runner: Runner) -> None:
    runner.repository.stage("a.jpg", GOOD)
    runner.step("Check", sarif="")
    assert runner.outputs == {"exit-code": "0", "verdict": "publish"}
    assert not list(runner.repository.folder.glob("*.sarif"))
    assert runner.step("Decide").returncode == 0


def test_what_cannot_be_judged_ends_the_job(runner: Runner) -> None:
    runner.repository.stage("a.jpg", b"version https://git-lfs.github.com/spec/v1\n")
    runner.step("Check")
    assert runner.outputs == {"exit-code": "3", "verdict": "hold"}
    assert runner.step("Decide").returncode == 3


def test_only_what_a_branch_changes(runner: Runner) -> None:
    git = runner.repository
    git.stage("old.jpg")
    git.stage("credits.toml", 'profile = "blog"\n')
    git.commit()
    git("checkout", "-qb", "work")
    git.stage("new.jpg", GOOD)
    git.commit()
    runner.step("Check", since="main", profile="newsroom", fail_on="error", policy="credits.toml")
    assert runner.outputs["exit-code"] == "0"
    runner.step("Check", since="nowhere")
    assert runner.outputs == {"exit-code": "2", "verdict": ""}
    assert runner.step("Decide").returncode == 2


def test_the_install_step_installs(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as it goes without packages: an environment, pip asked for this action's folder."""
    (runner.place / "path").write_text("")
    fake = runner.place / "python"
    fake.write_text(f'#!/bin/sh\nexec {sys.executable} -m venv --without-pip "$3"\n')
    fake.chmod(0o755)
    done = runner.step("Install", python=str(fake))
    assert done.returncode != 0
    assert "No module named pip" in done.stderr
    assert (runner.place / "photo-credits" / "bin" / "python").exists()


# ── what GitHub and GitLab themselves read in them ──────────────────────────────────────────────


def by_github(action: str, workflows: list[str], runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Ask GitHub's own parser and evaluator of expressions."""
    modules = WITNESSES / "node_modules"
    if not shutil.which("node") or not (modules / "@actions").is_dir():
        absent("GitHub's reader of actions")
    done = subprocess.run(
        ["node", str(ROOT / "tests" / "github_actions.mjs"), str(modules)], check=False,
        input=json.dumps({"action": action, "workflows": workflows, "runs": runs}),
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_github_reads_the_action_as_it_is_meant() -> None:
    text = (ROOT / "action.yml").read_text()
    hostile = "a'b\n${{ secrets.x }}; $(touch x)"
    given = {key: one.get("default", "") for key, one in ACTION["inputs"].items()}
    cases = [
        ({}, "block", "true"),
        ({"sarif": "out/a b.sarif", "since": hostile}, "publish", "true"),
        ({"upload-sarif": "false"}, "block", "false"),
        ({"sarif": ""}, "block", "false"),
        ({}, "", "false"),
    ]
    runs = [
        {
            "inputs": given | own,
            "steps": {"check": {"outputs": {"exit-code": "1", "verdict": verdict}}},
        }
        for own, verdict, _ in cases
    ]
    said = by_github(text, [], runs)
    assert said["errors"]["action"] == []
    for run, context, (_, _, uploads) in zip(said["runs"], runs, cases, strict=True):
        install, check, upload, decide = run
        assert [install["if"], check["if"], decide["if"]] == ["true"] * 3
        assert upload["if"] == uploads
        wanted = {f"CREDITS_{key.replace('-', '_').upper()}": context["inputs"][key]
                  for key in given.keys() - {"install", "python", "upload-sarif"}}  # fmt: skip
        assert check["env"] == wanted
        assert decide["env"] == {"CREDITS_CODE": "1"}
        assert upload["with"]["sarif_file"] == context["inputs"]["sarif"]
    broken = text.replace("inputs.since }}", "inptus.since }}").replace(
        "shell: bash", "shel: sh", 1
    )
    assert len(by_github(broken, [], [])["errors"]["action"]) == 3


def test_github_reads_the_workflows_of_the_documents() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(), re.DOTALL)
    workflows = [block for block in blocks if "jobs:" in block]
    assert len(workflows) == 2
    said = by_github((ROOT / "action.yml").read_text(), [*workflows, "on: push\njob: {}\n"], [])
    *good, bad = said["errors"]["workflows"]
    assert good == [[], []]
    assert bad


# docs.gitlab.com/ci/testing/code_quality, "Code Quality report format"
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


class GitLab:
    """Runs the template's job as a site includes it, with its own environment and pip."""

    def __init__(self, git: Repository, home: Path, wheel: Path) -> None:
        self.git = git
        self.home = home
        self.wheel = wheel

    def run(self, **variables: str) -> tuple[int, str]:
        given = {"CREDITS_INSTALL": str(self.wheel), **variables}
        runner = WITNESSES / "node_modules" / "gitlab-ci-local" / "dist" / "index.js"
        if not shutil.which("node") or not shutil.which("rsync") or not runner.exists():
            absent("the runner of GitLab's jobs")
        words = [word for name, text in given.items() for word in ("--variable", f"{name}={text}")]
        done = subprocess.run(
            ["node", str(runner), "--force-shell-executor", *words, "photo-credits"],
            cwd=self.git.folder, capture_output=True, text=True, check=False,
            env=os.environ | {
                "HOME": str(self.home), "PIP_DISABLE_PIP_VERSION_CHECK": "1",
                "PATH": os.pathsep.join([str(self.home), os.environ["PATH"]]),
            },
        )  # fmt: skip
        assert "json schema validated" in done.stdout + done.stderr, done.stdout + done.stderr
        said = done.stdout + done.stderr
        failed = re.search(r"photo-credits finished in .* FAIL (\d+)", said)
        assert done.returncode == bool(failed)
        return int(failed[1]) if failed else 0, said

    def errors(self) -> set[str]:
        """Give the photos that the report shows beside a merge request, after a look at its form."""
        reports = GITLAB["artifacts"]["reports"]
        rows = json.loads((self.git.folder / reports["codequality"]).read_text())
        jsonschema.Draft7Validator(CODE_QUALITY).validate(rows)
        assert len({row["fingerprint"] for row in rows}) == len(rows)
        suites = ET.parse(self.git.folder / reports["junit"]).getroot()
        assert suites.tag == "testsuites"
        return {row["location"]["path"] for row in rows if row["check_name"].startswith("CRD101")}


@pytest.fixture
def gitlab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitLab:
    git = begin(tmp_path / "checkout", monkeypatch)
    git("config", "user.email", "a@example.org")
    git("config", "user.name", "a")
    git("remote", "add", "origin", "git@gitlab.example.org:paper/site.git")
    git.stage("credits.yml", (ROOT / "ci" / "gitlab.yml").read_text())
    git.stage(".gitlab-ci.yml", "include:\n  - local: credits.yml\n")
    git.stage("photos/a b.jpg")
    git("update-ref", "refs/remotes/origin/main", git.commit())
    git("checkout", "-qb", "work")
    git.stage("photos/b.jpg", GOOD)
    git.stage("photos/c.jpg", BARE + b"\0")
    git.commit()
    home = tmp_path / "home"
    home.mkdir()
    quick = home / "python3"
    quick.write_text(QUICK.format(python=sys.executable, pip=Path(pip.__file__).parents[1]))
    quick.chmod(0o755)
    return GitLab(git, home, wheel(tmp_path))


# an environment whose pip is that of the tests: to unpack one takes longer than the rest of the job
QUICK = """\
#!/bin/sh
{python} -m venv --without-pip "$3" || exit
for place in "$3"/lib/python*/site-packages; do echo "{pip}" > "$place/pip.pth"; done
"""


def wheel(folder: Path) -> Path:
    """Make what pip installs at once: a command that is this program."""
    path, about = folder / "here-0-py3-none-any.whl", "here-0.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        script = zipfile.ZipInfo("here-0.data/scripts/credits")
        script.external_attr = 0o100755 << 16
        file.writestr(script, f'#!/bin/sh\nexec {sys.executable} -m credits "$@"\n')
        file.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: here\nVersion: 0\n")
        tag = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        file.writestr(f"{about}/WHEEL", tag)
        file.writestr(f"{about}/RECORD", "")
    return path


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({}, {"photos/a b.jpg", "photos/c.jpg"}),
        ({"CREDITS_CHANGES_ONLY": "true"}, {"photos/c.jpg"}),
        ({"CREDITS_CHANGES_ONLY": "true", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD",
          "CREDITS_PATHS": "photos credits.yml"}, None),
        ({"CREDITS_PATHS": "photos/b.jpg photos/c.jpg",
          "CREDITS_OPTIONS": "--ignore CRD --fail-on warning"}, set()),
    ],
)  # fmt: skip
def test_the_gitlab_job_runs(
    gitlab: GitLab, variables: dict[str, str], found: set[str] | None
) -> None:
    code, said = gitlab.run(**variables)
    assert code == (0 if found is None else 1), said
    assert gitlab.errors() == (found or set())
    left = gitlab.git("status", "--porcelain", "--", ":!.gitlab-ci-local").splitlines()
    assert left == ["?? credits-junit.xml", "?? credits-quality.json"]


def test_the_gitlab_job_judges_all_of_the_default_branch(gitlab: GitLab) -> None:
    gitlab.git("checkout", "-q", "main")
    code, said = gitlab.run(CREDITS_CHANGES_ONLY="true")
    assert code == 1, said
    assert gitlab.errors() == {"photos/a b.jpg"}


def test_the_documents_show_yaml_that_parses() -> None:
    blocks = [
        block
        for name in DOCS
        for block in re.findall(r"```yaml\n(.*?)```", (ROOT / name).read_text(), re.DOTALL)
    ]
    assert len(blocks) >= 4
    for block in blocks:
        assert yaml.safe_load(block)


def test_workflows_in_the_documents_use_inputs_that_exist() -> None:
    text = (ROOT / "docs" / "ci.md").read_text()
    used = 0
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
        for job in (yaml.safe_load(block).get("jobs") or {}).values():
            for step in job["steps"]:
                if "photo-credits" in step.get("uses", ""):
                    used += 1
                    assert set(step.get("with", {})) <= set(ACTION["inputs"])
    assert used >= 2
