from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Orderable, Page

from credits.integrations.django import CreditedImageField
from credits.integrations.wagtail.pages import CreditedPageMixin


class Picture(models.Model):
    """A photo that is always shown, with fields of the properties' names."""

    photo = CreditedImageField(upload_to="pictures")
    caption = models.CharField(max_length=60, blank=True)
    creators = models.CharField(max_length=200, blank=True)
    credit_line = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "newsroom"

    def __str__(self) -> str:
        return self.photo.name


class Story(models.Model):
    """A photo that is shown once its story is, with fields of other names."""

    photo = CreditedImageField(
        upload_to="stories", properties={"creators": "photographer"}, live="published", blank=True
    )
    photographer = models.CharField(max_length=200, blank=True)
    published = models.BooleanField(default=False)

    class Meta:
        app_label = "newsroom"

    def __str__(self) -> str:
        return self.photo.name


class HomePage(Page):
    """The front page: no photos, no gate."""


class Series(StructBlock):
    photos = ListBlock(ImageChooserBlock())


class Body(StreamBlock):
    photo = ImageChooserBlock()
    described = ImageBlock()
    series = Series()
    text = RichTextBlock()


class ArticlePage(CreditedPageMixin, Page):
    """A story with photos wherever a page can have them."""

    photo = models.ForeignKey(
        "credits_wagtail.CreditedImage", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    lead = RichTextField(blank=True)
    body = StreamField(Body(), blank=True)
    content_panels = (
        *Page.content_panels,
        FieldPanel("photo"),
        FieldPanel("lead"),
        FieldPanel("body"),
        InlinePanel("gallery"),
    )
    template = "newsroom/article.html"


class GalleryPhoto(Orderable):
    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="gallery")
    photo = models.ForeignKey(
        "credits_wagtail.CreditedImage", on_delete=models.PROTECT, related_name="+"
    )
    panels = (FieldPanel("photo"),)
