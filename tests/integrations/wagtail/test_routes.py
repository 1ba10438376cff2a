"""Every way to publish a page, with every kind of photo: what may go out does, nothing else does."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, GroupApprovalTask, Workflow, WorkflowTask

from credits.integrations.wagtail.judging import NotCredited
from tests.integrations.newsroom.models import ArticlePage
from tests.integrations.photos import KINDS
from tests.integrations.wagtail.stories import article, form_of, image, indexed

LATER = timedelta(days=1)


class Newsroom:
    """A story, and what stands around it."""

    def __init__(self, home, admin, editor, photo) -> None:
        self.home, self.admin, self.editor, self.photo = home, admin, editor, photo
        self.said = ""

    def draft(self) -> ArticlePage:
        return article(self.home, self.photo, slug="vigil")

    def revision(self, page: ArticlePage, **fields):
        for name, value in fields.items():
            setattr(page, name, value)
        return page.save_revision()

    def posted(self, url: str, data) -> None:
        self.answer = self.admin.post(url, data, follow=True)
        assert self.answer.status_code == 200
        self.said = self.answer.content.decode()


def edit(room):
    page = room.draft()
    room.posted(reverse("wagtailadmin_pages:edit", args=[page.pk]),
                form_of(room.photo) | {"action-publish": "1"})  # fmt: skip
    return page


def create(room):
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "articlepage", room.home.pk])
    room.posted(url, form_of(room.photo) | {"action-publish": "1"})
    return ArticlePage.objects.first()


def schedule(room):
    page = room.draft()
    day = (timezone.now() + LATER).strftime("%Y-%m-%d %H:%M")
    room.posted(reverse("wagtailadmin_pages:edit", args=[page.pk]),
                form_of(room.photo, go_live_at=day) | {"action-publish": "1"})  # fmt: skip
    return page


def bulk(room):
    page = room.draft()
    room.revision(page)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    room.posted(
        f"{url}?id={page.pk}&next=/admin/pages/{room.home.pk}/", {"include_descendants": ""}
    )
    return page


def bulk_with_children(room):
    page = room.draft()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    back = f"/admin/pages/{room.home.pk}/"
    room.posted(f"{url}?id={room.home.pk}&next={back}", {"include_descendants": "on"})
    return page


def cron(room):
    page = room.draft()
    revision = room.revision(page, go_live_at=timezone.now() - LATER)
    revision.approved_go_live_at = timezone.now() - LATER
    revision.save()
    said = io.StringIO()
    try:
        call_command("publish_scheduled", stderr=said)
    except CommandError as error:
        room.said = f"{said.getvalue()} {error}"
    return page


def _submitted(room):
    task = GroupApprovalTask.objects.create(name="Desk")
    workflow = Workflow.objects.create(name="Desk")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = room.draft()
    room.revision(page)
    workflow.start(page, room.editor)
    page.refresh_from_db()
    return page, page.current_workflow_task_state


def workflow(room):
    page, state = _submitted(room)
    try:
        state.specific.approve(user=room.editor)
    except NotCredited as error:
        room.said = str(error)
    return page


def workflow_dialog(room):
    page, state = _submitted(room)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    answer = room.admin.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 200
    assert answer.json()["step"] == "success"
    room.said = room.admin.get("/admin/").content.decode()
    return page


def workflow_from_the_editor(room):
    page, _ = _submitted(room)
    room.posted(reverse("wagtailadmin_pages:edit", args=[page.pk]),
                form_of(room.photo) | {"action-workflow-action": "1", "workflow-action-name": "approve"})  # fmt: skip
    return page


def code(room):
    page = room.draft()
    try:
        room.revision(page).publish()
    except NotCredited as error:
        room.said = str(error)
    return page


def code_saves(room):
    try:
        return article(room.home, room.photo, live=True)
    except NotCredited as error:
        room.said = str(error)
    return None


def api(room):
    page = room.draft()
    room.revision(page)
    _, key = _token(room.editor)
    answer = room.admin.post(f"/api/v3/pages/{page.pk}/actions/publish/",
                             headers={"authorization": f"Bearer {key}"})  # fmt: skip
    assert answer.status_code in {200, 422}
    room.said = json.dumps(answer.json(), ensure_ascii=False)
    return page


def _token(user):
    return APIToken.create_token(user=user, name="desk")


ROUTES = [edit, create, schedule, bulk, bulk_with_children, cron, workflow, workflow_dialog,
          workflow_from_the_editor, code, code_saves, api]  # fmt: skip


def is_out(page, route) -> bool:
    if page is None:
        return False
    stored = ArticlePage.objects.get(pk=page.pk)
    return bool(stored.approved_schedule) if route is schedule else stored.live


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
def test_the_matrix(home, admin, editor, route, kind):
    room = Newsroom(home, admin, editor, image(kind))
    with indexed():
        page = route(room)
    assert is_out(page, route) == (kind == "credited"), room.said
    code = {"uncredited": "CRD101", "placeholder": "CRD201"}.get(kind)
    if code:
        assert code in room.said
        assert reverse("wagtailimages:edit", args=[room.photo.pk]) in room.said
    else:
        assert "CRD" not in room.said


def test_the_matrix_is_whole():
    assert len(ROUTES) * len(KINDS) == 36
