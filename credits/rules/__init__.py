"""Rules: one file each, all in one literal table. A code lives for ever; it is never reused.

A rule's file bears its name. It is opened when the rule is first asked for: to answer from what is
remembered, no rule has to be read.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from credits.rules._model import Rule

# code → the file it lives in
ROOMS: Final = {
    "CRD101": "missing_credit",
    "CRD102": "missing_creator",
    "CRD103": "missing_copyright_notice",
    "CRD104": "credit_only_in_sidecar",
    "CRD105": "required_credit_not_met",
    "CRD201": "placeholder_credit",
    "CRD202": "camera_default_credit",
    "CRD203": "software_as_credit",
    "CRD204": "handout_without_source",
    "CRD205": "agency_form",
    "CRD206": "platform_as_author",
    "CRD207": "url_or_email_as_credit",
    "CRD208": "mojibake_credit",
    "CRD209": "credit_too_long",
    "CAP301": "missing_caption",
    "CAP302": "caption_is_filename",
    "CAP303": "caption_placeholder",
    "CAP304": "caption_has_instructions",
    "CAP306": "caption_no_date",
    "CAP310": "credit_inside_caption",
    "ALT401": "missing_alt",
    "ALT402": "alt_is_filename",
    "ALT403": "alt_redundant_words",
    "ALT404": "alt_equals_caption",
    "ALT405": "alt_too_long_or_too_short",
    "ALT406": "alt_contains_credit",
    "SYN501": "carriers_disagree",
    "SYN502": "iim_digest_stale",
    "SYN505": "derivative_lost_credit",
    "SYN504": "cms_vs_file",
    "RGT601": "embargoed",
    "RGT602": "licence_expired",
    "RGT603": "licence_expires_soon",
    "RGT605": "cc_attribution_incomplete",
    "RGT606": "licence_not_allowed",
    "RGT607": "web_statement_invalid",
    "RGT609": "maintain_metadata_violated",
    "AID701": "ai_undisclosed",
    "AID702": "ai_in_news_role",
    "C2P751": "credentials_invalid",
    "C2P752": "credentials_would_break",
    "PRV801": "gps_present",
    "PRV802": "device_serials",
    "PRV803": "contact_data",
    "PRV805": "embedded_thumbnail_differs",
    "ART901": "photo_without_visible_credit",
    "ART902": "rendered_credit_mismatch",
    "ART903": "unresolved_image",
    "ART905": "social_image_uncredited",
    "ART907": "jsonld_missing",
    "ART908": "jsonld_license_not_url",
    "DUP851": "duplicate_other_credit",
    "DUP852": "duplicate_exact_or_near",
    "FIL951": "unreadable",
    "FIL953": "lfs_pointer",
    "FIL954": "metadata_corrupt",
    "FIL955": "decompression_bomb",
    "GAT001": "waiver_expired",
    "GAT002": "waiver_unused",
    "GAT003": "baseline_entry_unused",
    "GAT004": "baseline_too_large",
}

# what some rules are about: where a subject has none of it they say nothing, and are not opened;
# facts, a property, what came of reading it, or its place in an article
ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "ALT402": ("alt_text",),
    "ALT403": ("alt_text",),
    "ALT404": ("alt_text",),
    "ALT405": ("alt_text",),
    "ALT406": ("alt_text",),
    "SYN502": ("digest_stale",),
    "SYN504": ("cms",),
    "SYN505": ("likenesses",),
    "RGT609": ("original",),
    "C2P752": ("edits",),
    "ART901": ("use",),
    "ART902": ("use",),
    "ART903": ("use",),
    "ART905": ("use",),
    "ART907": ("article",),
    "ART908": ("article",),
    "DUP851": ("likenesses", "incomparable"),
    "DUP852": ("likenesses",),
    "FIL951": ("error", "problems", "article"),
    "FIL953": ("error",),
    "FIL954": ("problems",),
    "GAT001": ("waivers",),
    "GAT002": ("waivers",),
    "GAT003": ("leftovers",),
    "GAT004": ("entries",),
}

# what says that a photo could not be judged: it is always on, and nobody but a waiver passes it
UNDECIDED: Final = frozenset({"FIL951", "FIL953"})

# the first letters of a code, and what its group is about
GROUPS: Final = {
    "CRD": "credit",
    "CAP": "caption",
    "ALT": "alt text",
    "SYN": "agreement of blocks",
    "RGT": "rights",
    "AID": "machine-made pictures",
    "C2P": "Content Credentials",
    "PRV": "privacy",
    "DUP": "duplicates",
    "ART": "articles",
    "FIL": "files",
    "GAT": "the gate itself",
}


class _Rules(Mapping[str, "Rule"]):
    """All rules by code, in the order of the table."""

    def __getitem__(self, code: str) -> Rule:
        return _opened(ROOMS[code])

    def __iter__(self) -> Iterator[str]:
        return iter(ROOMS)

    def __len__(self) -> int:
        return len(ROOMS)


@cache
def _opened(room: str) -> Rule:
    return cast("Rule", importlib.import_module(f"credits.rules.{room}"))


RULES: Final[Mapping[str, Rule]] = _Rules()


def name_of(code: str) -> str:
    """Give the name of a rule: its file's, with dashes."""
    return ROOMS[code].replace("_", "-")


def code_of(wish: str) -> str | None:
    """Find the rule that a code or a name means."""
    return next((code for code in ROOMS if wish.upper() == code or wish == name_of(code)), None)


def selected(prefixes: tuple[str, ...]) -> frozenset[str]:
    """Give the codes that begin with any of the prefixes; a rule's name stands for its code."""
    return frozenset(
        code for code in ROOMS if code.startswith(prefixes) or name_of(code) in prefixes
    )
