"""Wagtail's actions with the gate before them: the API asks for these, and answers with reasons."""

from __future__ import annotations

from wagtail.actions import CopyPageAction, CreatePageAliasAction, PublishPageRevisionAction
from wagtail.actions.registry import ActionRegistry
from wagtail.models import Page

from credits.integrations.wagtail.judging import is_gated, require, require_tree


class PublishAction(PublishPageRevisionAction):
    """Publishes or schedules what may be shown."""

    def check(self, skip_permission_checks: bool = False) -> None:  # noqa: FBT002  (Wagtail's own)
        """Check permissions, then the photos.

        Raises:
            NotCredited: they may not be shown.
        """
        super().check(skip_permission_checks)
        if is_gated(self.object):
            require(self.object)


class CopyAction(CopyPageAction):
    """Copies live what may be shown."""

    def check(self, skip_permission_checks: bool = False) -> None:  # noqa: FBT002
        """Check permissions, then the photos.

        Raises:
            NotCredited: they may not be shown.
        """
        super().check(skip_permission_checks)
        if self.keep_live:
            require_tree(self.page, recursive=self.recursive)


class AliasAction(CreatePageAliasAction):
    """Makes aliases of what may be shown."""

    def check(self, skip_permission_checks: bool = False) -> None:  # noqa: FBT002
        """Check permissions, then the photos.

        Raises:
            NotCredited: they may not be shown.
        """
        super().check(skip_permission_checks)
        require_tree(self.page, recursive=self.recursive)


def register(registry: ActionRegistry) -> None:
    """Put the gate before Wagtail's actions."""
    for action in (PublishAction, CopyAction, AliasAction):
        registry.register(Page, action)
