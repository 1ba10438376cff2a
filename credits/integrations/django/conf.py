"""What a site has set: ``CREDITS_POLICY``, the path of its policy file.

Without it the policy is looked for from ``BASE_DIR`` upwards. Photos of a site have their names in
the storage for paths, so globs of the policy count from the storage's root.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed

from credits.baseline import Baseline
from credits.baseline import load as load_baseline
from credits.policy import Policy, load, policy_for


def policy() -> Policy:
    """Give the policy of the site.

    Raises:
        PolicyError: it is wrong, or not where the setting says.
    """
    named = getattr(settings, "CREDITS_POLICY", None)
    base = getattr(settings, "BASE_DIR", None) or os.curdir
    return _policy(os.fspath(named) if named else None, os.fspath(base))


def baseline() -> Baseline | None:
    """Give the baseline that the policy names."""
    named = getattr(settings, "CREDITS_POLICY", None)
    base = getattr(settings, "BASE_DIR", None) or os.curdir
    return _baseline(os.fspath(named) if named else None, os.fspath(base))


@lru_cache(maxsize=4)
def _policy(named: str | None, base: str) -> Policy:
    found = load(named) if named else policy_for(base)
    return found.model_copy(update={"root": ""})


@lru_cache(maxsize=4)
def _baseline(named: str | None, base: str) -> Baseline | None:
    found = load(named) if named else policy_for(base)
    return load_baseline(found.baseline_file) if found.baseline_file else None


def _forget(*, setting: str, **_: Any) -> None:
    if setting in {"CREDITS_POLICY", "BASE_DIR"}:
        _policy.cache_clear()
        _baseline.cache_clear()


setting_changed.connect(_forget)
