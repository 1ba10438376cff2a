from __future__ import annotations

import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import credits.integrations.django.fields
import credits.integrations.wagtail.pages


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("credits_wagtail", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "photo",
                    credits.integrations.django.fields.CreditedImageField(upload_to="pictures"),
                ),
                ("caption", models.CharField(blank=True, max_length=60)),
                ("creators", models.CharField(blank=True, max_length=200)),
                ("credit_line", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "photo",
                    credits.integrations.django.fields.CreditedImageField(
                        blank=True,
                        live="published",
                        properties={"creators": "photographer"},
                        upload_to="stories",
                    ),
                ),
                ("photographer", models.CharField(blank=True, max_length=200)),
                ("published", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="ArticlePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("lead", wagtail.fields.RichTextField(blank=True)),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("photo", 0), ("described", 1), ("series", 3), ("text", 4)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.images.blocks.ImageChooserBlock", (), {}),
                            1: ("wagtail.images.blocks.ImageBlock", [], {}),
                            2: ("wagtail.blocks.ListBlock", (0,), {}),
                            3: ("wagtail.blocks.StructBlock", [[("photos", 2)]], {}),
                            4: ("wagtail.blocks.RichTextBlock", (), {}),
                        },
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credits_wagtail.creditedimage",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=(credits.integrations.wagtail.pages.CreditedPageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="GalleryPhoto",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gallery",
                        to="newsroom.articlepage",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credits_wagtail.creditedimage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
    ]
