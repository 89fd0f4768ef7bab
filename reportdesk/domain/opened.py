"""What is shown of an opened case: its reports, their files and messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportdesk.domain.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class FileView:
    """An attachment as the desk lists it; ``size`` in bytes, ``removed`` are codes."""

    report: int
    number: int
    name: str
    type: str
    size: int
    removed: tuple[str, ...]
    original: bool
    """Whether it was not cleaned."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message; ``mine`` when staff sent it, ``sender`` is an authority id or ``reporter``."""

    report: int
    number: int
    on: date
    sender: str
    kind: str
    text: str
    files: tuple[str, ...] = ()
    """Names of the files that staff sent with it."""
    questions: tuple[str, ...] = ()
    """Of an objection: the questions of the sheet that it is about."""
    of: str | None = None
    """Reference of the merged case whose report it is; None for the case's own."""

    @property
    def mine(self) -> bool:
        """Whether staff sent it."""
        return self.sender != "reporter"


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report opened; ``content`` is empty when it was withdrawn.

    ``asked`` are the questions and choices as they were then; None where they were not kept.
    ``erased`` are number and day of files that its reporter deleted; ``of`` is the reference of
    the merged case whose report it is, None for the case's own.
    """

    number: int
    filed_on: date
    withdrawn: bool
    content: Mapping[str, Any]
    files: tuple[FileView, ...]
    asked: Questionnaire | None = None
    erased: tuple[tuple[int, date], ...] = ()
    of: str | None = None
