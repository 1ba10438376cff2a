"""A site in this process, its database in memory, its files in a folder of each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import IN_CI

try:
    import django
except ModuleNotFoundError:
    if IN_CI:
        raise
    collect_ignore_glob = ["*"]
else:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.integrations.newsroom.settings"
    django.setup()


@pytest.fixture(scope="session")
def _database() -> Iterator[None]:
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    yield
    teardown_databases(made, verbosity=0)
    teardown_test_environment()


@pytest.fixture
def site(_database: None, tmp_path: Path) -> Iterator[Path]:
    """Give the folder of the site's files; what a test stores is gone after it."""
    from django.db import transaction
    from django.test import override_settings

    media = tmp_path / "media"
    media.mkdir()
    with override_settings(MEDIA_ROOT=str(media)), transaction.atomic():
        yield media
        transaction.set_rollback(True)
