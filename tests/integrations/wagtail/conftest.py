from __future__ import annotations

import pytest


@pytest.fixture
def home(site):
    from tests.integrations.newsroom.models import HomePage

    return HomePage.objects.get()


@pytest.fixture
def editor(site):
    """Give a chief editor, who may do everything."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_superuser("chief", "chief@example.org", "secret")


@pytest.fixture
def admin(editor):
    """Give a browser that the chief editor is logged into; errors of the site are errors here."""
    from django.test import Client

    client = Client()
    client.force_login(editor)
    return client
