"""Every error the library raises on purpose, drawn as a tree.

    CreditsError
    ├── UnreadableImage         the file cannot be read as a photo
    │   ├── WrongSignature      no image format begins like this
    │   ├── PointerFile         a git-lfs pointer stands where the image should be
    │   ├── Truncated           the bytes end too early
    │   ├── BadChecksum         a part does not match its own checksum
    │   └── Unsupported         a known format or variant that is not read here
    │       └── NoPixels        a drawing, or a sensor's raw data: no pixels to compare
    ├── UnreadableBlock         the container is sound, a metadata block in it is not
    ├── InvalidValue            a value that a field cannot hold (also a ValueError)
    ├── Unwritable              the change cannot be written
    │   ├── TooBig              the container has no room for it
    │   ├── ChangedMeanwhile    the file is no longer the one that was read
    │   └── WouldBreakCredentials   a signed file would become invalid
    ├── Uncredited              nobody is credited, so that nothing can be printed
    ├── PolicyError             credits.toml is wrong
    ├── CatalogError            the catalog cannot be used
    └── Blocked                 the verdict is not "publish"

Anything else that escapes is a bug of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from credits.verdict import Verdict


class CreditsError(Exception):
    """Root of the tree: a message, the file it is about, and the way out.

    *message* is one sentence without the path; *path* is put in by the room that
    knows it; *help* is a command or an action that mends it.
    """

    def __init__(self, message: str, *, path: str | None = None, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.help = help

    def located(self, path: str | None) -> Self:
        """Name the file this error is about, unless a lower room already did."""
        if self.path is None:
            self.path = path
        return self

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        way_out = f" ({self.help})" if self.help else ""
        return f"{place}{self.message}{way_out}"


class UnreadableImage(CreditsError):
    """The file cannot be read as a photo."""


class WrongSignature(UnreadableImage):
    """No image format begins like this."""


class PointerFile(UnreadableImage):
    """A git-lfs pointer stands where the image should be."""


class Truncated(UnreadableImage):
    """The bytes end too early."""


class BadChecksum(UnreadableImage):
    """A part does not match its own checksum."""


class Unsupported(UnreadableImage):
    """A known format or variant that is not read here."""


class NoPixels(Unsupported):
    """A drawing, or a sensor's raw data: there are no pixels to compare."""


class UnreadableBlock(CreditsError):
    """The container is sound, a metadata block in it is not."""


class InvalidValue(CreditsError, ValueError):
    """A value that a field cannot hold."""


class Unwritable(CreditsError):
    """The change cannot be written; the file is as it was."""


class TooBig(Unwritable):
    """The container has no room for it."""


class ChangedMeanwhile(Unwritable):
    """The file is no longer the one that was read."""


class WouldBreakCredentials(Unwritable):
    """A file signed with Content Credentials (C2PA) would become invalid."""


class Uncredited(CreditsError):
    """Nobody is credited, so that the photo cannot be printed."""


class PolicyError(CreditsError):
    """The policy file is wrong; nothing falls back to a default."""


class CatalogError(CreditsError):
    """The catalog cannot be used."""


class Blocked(CreditsError):
    """The photo may not be published; ``verdict`` says why."""

    def __init__(self, message: str, verdict: Verdict, *, path: str | None = None) -> None:
        super().__init__(message, path=path)
        self.verdict = verdict
