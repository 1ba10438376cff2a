"""A site in this process, its database in memory, its files in a folder of each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import IN_CI

try:
    import django
    import wagtail  # noqa: F401  (asked whether it is there)
except ModuleNotFoundError:
    if IN_CI:
        raise
    collect_ignore_glob = ["*"]
else:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.integrations.newsroom.settings"
    django.setup()


@pytest.fixture(scope="session")
def _database() -> Iterator[None]:
    """Make the tables as the models are; that migrations make the same is a test of its own."""
    from django.apps import apps
    from django.test import override_settings
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    setup_test_environment()
    none = {config.label: None for config in apps.get_app_configs()}
    with override_settings(MIGRATION_MODULES=none):
        made = setup_databases(verbosity=0, interactive=False)
    _first_pages()
    yield
    teardown_databases(made, verbosity=0)
    teardown_test_environment()


def _first_pages() -> None:
    """Make what Wagtail's migrations make: the root, a front page, a site, a collection."""
    from wagtail.models import Collection, Locale, Page, Site

    from tests.integrations.newsroom.models import HomePage

    Locale.objects.create(language_code="en")
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Lindhaven Courier", slug="home"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    Collection.add_root(name="Root")


@pytest.fixture
def site(_database: None, tmp_path: Path) -> Iterator[Path]:
    """Give the folder of the site's files; what a test stores is gone after it."""
    from django.core.cache import cache
    from django.db import transaction
    from django.test import override_settings

    media = tmp_path / "media"
    media.mkdir()
    with override_settings(MEDIA_ROOT=str(media)), transaction.atomic():
        yield media
        transaction.set_rollback(True)
    cache.clear()
