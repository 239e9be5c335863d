"""The errors that claimx raises.

ClaimxError
├── InputError      an input cannot be read, or has no article; others are still read (exit code 1)
│   └── Skipped     a page of an archive that is not an article: counted by reason (not a failure)
├── OutputError     the output cannot be written, or cannot be continued (exit code 2)
├── SettingsError   an option, setting or argument is wrong (exit code 2)
└── ModelError      the pipeline does not exist, or lacks what claimx needs (exit code 2)
"""

from __future__ import annotations


class ClaimxError(Exception):
    """An error that the user can correct. Its text is `PATH:LINE: what is wrong; what to do`."""

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        remedy: str | None = None,
    ) -> None:
        self.message, self.path, self.line, self.remedy = message, path, line, remedy
        super().__init__(message)

    def __str__(self) -> str:
        place = "" if self.path is None else self.path
        if self.line is not None:
            place += f":{self.line}"
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}; {self.remedy}" if self.remedy else text


class InputError(ClaimxError):
    """An input that cannot be read, or that has no article."""


class Skipped(InputError):  # noqa: N818  it is not a failure
    """A page of an archive that is not an article, such as an error page; `message` says why."""


class OutputError(ClaimxError):
    """An output that cannot be written, or cannot be continued."""


class SettingsError(ClaimxError):
    """A wrong option, setting or argument; `setting` is its name if it is about a single one."""

    def __init__(
        self,
        message: str,
        *,
        setting: str | None = None,
        path: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message, path=path, remedy=remedy)
        self.setting = setting

    def __str__(self) -> str:
        text = super().__str__()
        return f"{self.setting} {text}" if self.setting else text


class ModelError(ClaimxError):
    """A pipeline that does not exist, or that lacks what claimx needs."""
