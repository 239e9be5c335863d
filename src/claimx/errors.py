"""The errors that claimx raises.

ClaimxError
├── InputError      one input cannot be read or holds no article; the others go on (exit code 1)
├── OutputError     the output cannot be written, or gone on with (exit code 2)
├── SettingsError   an option, setting or argument is wrong (exit code 2)
└── ModelError      no pipeline, or one that lacks what claimx needs (exit code 2)
"""

from __future__ import annotations


class ClaimxError(Exception):
    """A fault that the user can mend: it reads `PATH:LINE: what is wrong; remedy`."""

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
    """An input that cannot be read, or holds no article."""


class OutputError(ClaimxError):
    """The output cannot be written, or gone on with."""


class SettingsError(ClaimxError):
    """A wrong option, setting or argument."""


class ModelError(ClaimxError):
    """No pipeline of that name, or one that lacks what claimx needs."""
