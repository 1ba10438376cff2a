"""``python -m credits``."""

from __future__ import annotations

from credits.commands import run

if __name__ == "__main__":
    run()
