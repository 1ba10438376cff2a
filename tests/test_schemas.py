"""Every document is as its schema says, and a document that is not is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from credits.commands import main
from credits.schemas import NAMES, schema_of
from tests.conftest import ROOT

DOCUMENTS = {
    "show": ["show", "s", "--format", "json"],
    "check": ["check", "s", "--format", "json"],
    "fix": ["fix", "s", "--dry-run", "--unsafe-fixes", "--format", "json"],
    "explain": ["explain", "s/vigil.jpg", "--format", "json"],
    "parse": ["parse", "Foto: Ann Lee / dpa via AP", "Internet", "© 2026 TASS", "--format", "json"],
    "scan": ["scan", "s/article.html", "s/article.md", "--format", "json"],
    "rules": ["rules", "--format", "json"],
    "rule": ["rule", "GAT001", "--format", "json"],
    "config": ["config", "--all", "--format", "json"],
    "doctor": ["doctor", "--format", "json"],
    "log": ["log", "--format", "json"],
    "index": ["index", "s", "--catalog", "archive.db", "--format", "json"],
    "search": ["search", "s/vigil.jpg", "--catalog", "archive.db", "--format", "json"],
    "embed": ["embed", "s", "--keyword", "k", "--dry-run", "--format", "json"],
    "undo": ["undo", "--format", "json"],
    "carry": ["carry", "s/harbour-at-dawn.jpg", "--match", "s", "--format", "json"],
    "dedupe": ["dedupe", "s", "--format", "json"],
    "publish": ["publish", "s", "--to", "out", "--keep-going", "--format", "json"],
}


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = schema_of(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "sample_images", tmp_path / "s")
    return tmp_path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_as_their_schema_says(name: str, samples: Path, capsys) -> None:
    main(["embed", "s/vigil.jpg", "--headline", "h"])
    capsys.readouterr()
    if name == "search":
        main(DOCUMENTS["index"])
        capsys.readouterr()
    main(DOCUMENTS[name])
    document = json.loads(capsys.readouterr().out)
    validator(name).validate(document)
    assert document["schema"] == f"credits/{name}/1"
    for key in document:
        broken = {inner: value for inner, value in document.items() if inner != key}
        with pytest.raises(jsonschema.ValidationError):
            validator(name).validate(broken)


def test_every_document_has_its_schema_and_its_test() -> None:
    assert set(NAMES) == {*DOCUMENTS, "policy", "baseline"}


def test_baseline(samples: Path) -> None:
    codes = "CRD101,CRD102,CRD201,CRD202,CAP301,SYN501"
    assert main(["baseline", "create", "s", "--select", codes]) == 0
    data = json.loads(Path(".credits-baseline.json").read_text())
    validator("baseline").validate(data)
    assert len(data) == 9
    with pytest.raises(jsonschema.ValidationError):
        validator("baseline").validate(data | {"abc": {}})


POLICY = {
    "profile": "cc", "select": ["CRD"], "extend-select": ["SYN501"], "ignore": [],
    "per-file-ignores": {"a/**": ["CAP"]}, "severity": {"CRD101": "warning"}, "fail-on": "warning",
    "include": [], "exclude": [], "detect-roles": False, "baseline": "b.json",
    "roles": {"logo": ["x"]}, "credit": {"any-of": ["creators"], "all-of": []},
    "house": {"name": "Paper", "organisations": {"TASS": {"aliases": ["ТАСС"], "domains": []}}},
    "rules": {"GAT004": {"at-most": 3}}, "articles": {"root": "public"}, "max-waiver-days": 30,
    "waiver": [{"rule": "CRD101", "path": "x", "reason": "r", "owner": "o", "expires": "2027-01-01"}],
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"profil": "cc"}, {"profile": "x"}, {"roles": {"policy": []}}, {"root": "x"}, {"origin": []},
     {"credit": {"any_of": []}}, {"waiver": [{"rule": "CRD101"}]}, {"max-waiver-days": 0},
     {"waiver": [POLICY["waiver"][0] | {"rule": "GAT001"}]}],  # type: ignore[index]
)  # fmt: skip
def test_editors_see_what_the_policy_refuses(wrong: dict[str, object]) -> None:
    validator("policy").validate(POLICY)
    with pytest.raises(jsonschema.ValidationError):
        validator("policy").validate(POLICY | wrong)


def test_the_command(capsys) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out.split() == list(NAMES)
    for name in NAMES:
        assert main(["schema", name]) == 0
        assert json.loads(capsys.readouterr().out)["title"] == f"credits {name}"
    assert main(["schema", "nothing"]) == 2


def test_schemas_need_no_pixels() -> None:
    code = "import credits.schemas, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert not {"PIL", "numpy"} & set(done.stdout.split())
