"""The errors that claimx raises.

ClaimxError
├── InputError      an input cannot be read, or holds no article; the others continue (exit code 1)
│   └── Skipped     what an archive holds besides articles: counted by reason (no failure)
├── OutputError     the output cannot be written, or not be continued (exit code 2)
├── SettingsError   an option, setting or argument is wrong (exit code 2)
└── ModelError      there is no such pipeline, or it lacks what claimx needs (exit code 2)
"""

from __future__ import annotations

#: Where to report a fault of claimx itself.


class ClaimxError(Exception):
    """An error that the user can correct; it reads `PATH:LINE: what is wrong; what to do`."""

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
    """An input cannot be read, or holds no article."""


class Skipped(InputError):  # noqa: N818  it is no failure
    """A page of an archive that is no article, such as an error page; `message` is the reason."""


class OutputError(ClaimxError):
    """The output cannot be written, or not be continued."""


class SettingsError(ClaimxError):
    """An option, setting or argument is wrong; `setting` is its name, where it is one setting's."""

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
    """There is no pipeline of that name, or it lacks what claimx needs."""
