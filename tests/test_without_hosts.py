"""Where there is neither Django nor Wagtail, the library works and its tests pass; CI has both."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HOSTS = (
    "cms", "django", "djangocms_versioning", "easy_thumbnails", "filer", "imagekit", "modelcluster",
    "rest_framework", "selenium", "sorl", "taggit", "wagtail", "willow",
)  # fmt: skip
# stands before all paths, so that the processes that tests start do without, too
CUSTOM = f"""
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {HOSTS}:
            raise ModuleNotFoundError(f"No module named '{{name}}'", name=name)
sys.meta_path.insert(0, Absent())
"""


class Without:
    """Runs Python without the hosts."""

    def __init__(self, folder: Path) -> None:
        (folder / "sitecustomize.py").write_text(CUSTOM)
        self.folder = folder

    def ran(self, *command: str, code: int = 0, **environment: str) -> str:
        own = {name: value for name, value in os.environ.items() if name != "CI"}
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False,
            env=own | {"PYTHONPATH": str(self.folder)} | environment,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def without(tmp_path: Path) -> Without:
    return Without(tmp_path)


def test_every_room_but_the_hosts_opens(without: Without) -> None:
    said = without.ran("-c", """
import importlib, pkgutil, credits
names = [one.name for one in pkgutil.walk_packages(credits.__path__, "credits.", lambda _: None)
         if not one.name.startswith("credits.integrations.") and one.name != "credits.__main__"]
for name in names: importlib.import_module(name)
print(len(names))
for host in ("django", "wagtail"):
    try: importlib.import_module(f"credits.integrations.{host}")
    except Exception as error: print(error)
""")  # fmt: skip
    count, *hints = said.splitlines()
    assert int(count) > 250
    assert [re.search(r"photo-credits\[(\w+)\]", hint)[1] for hint in hints] == [
        "django",
        "wagtail",
    ]


def test_the_tests_of_the_hosts_are_left_out_and_the_others_are_all_there(without: Without) -> None:
    said = without.ran("-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider")
    names = said.splitlines()
    assert not [name for name in names if name.startswith("tests/integrations/")]
    assert len({name.partition("::")[0] for name in names if "::" in name}) > 80


def test_what_needs_a_host_is_skipped_and_never_in_ci(without: Without) -> None:
    ask = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_renditions.py", "-k")
    said = without.ran(*ask, "Willow or easy or sorl")
    assert re.search(r"^5 skipped", said, re.MULTILINE), said
    assert "is not here" in said
    assert "is missing in CI" in without.ran(*ask, "sorl", code=1, CI="true")
    asked = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--collect-only", "tests/integrations")
    assert "No module named 'django'" in without.ran(*asked, code=4, CI="true")
