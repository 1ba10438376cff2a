"""Projects as ``django-admin startproject`` and ``wagtail start`` make them, and what documents add."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.conftest import ROOT

# what a document leaves out with `...` is what the project has already
SETTINGS = """
from pathlib import Path as _Path
_before = {{name: value for name, value in globals().items() if isinstance(value, list)}}
exec(compile({block!r}, "the document", "exec"))
for _name, _list in _before.items():
    _now = globals()[_name]
    if ... in _now:
        _place = _now.index(...)
        globals()[_name] = [*_now[:_place], *_list, *_now[_place + 1 :]]
"""

# tables as the models are, in a moment
NO_MIGRATIONS = """
class _None(dict):
    def __missing__(self, app): return None
    def __contains__(self, app): return True
MIGRATION_MODULES = _None()
"""


def blocks(page: str, language: str = "python") -> list[str]:
    """Give the blocks of a page, in order."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for _, block in found]


class Project:
    """A project in a folder; its commands and scripts run in processes of their own."""

    def __init__(self, folder: Path, *command: str) -> None:
        self.folder = folder
        folder.mkdir()
        self.ran(*command)
        (self.settings,) = (*folder.glob("*/settings.py"), *folder.glob("*/settings/base.py"))
        manage = (folder / "manage.py").read_text()
        (self.module,) = re.findall(r"[\w.]+\.settings[\w.]*", manage)

    def ran(self, *command: str | Path, code: int = 0) -> str:
        """Run Python with these arguments, and give what it said."""
        done = subprocess.run(
            [sys.executable, "-W", "error", *map(str, command)], cwd=self.folder,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": getattr(self, "module", "")},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        return said

    def manage(self, *words: str, code: int = 0) -> str:
        """Run ``manage.py``."""
        return self.ran("manage.py", *words, code=code)

    def set(self, block: str) -> None:
        """Add a block to the settings."""
        self.write(str(self.settings.relative_to(self.folder)), SETTINGS.format(block=block))

    def write(self, name: str, text: str) -> None:
        """Add text to a file."""
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def script(self, text: str) -> str:
        """Run a script inside the project."""
        (self.folder / "script.py").write_text(BEGIN + textwrap.dedent(text), encoding="utf-8")
        return self.ran("script.py")


BEGIN = "import django; django.setup()\n"
