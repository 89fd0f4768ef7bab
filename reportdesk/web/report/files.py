"""Attachments of a form: cleaned, sealed and stored as they come; removed again on request."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from reportdesk.domain.errors import BadInput, Busy, DomainError, Unavailable
from reportdesk.domain.filing import AttachedFile
from reportdesk.domain.filing_parts import Fault
from reportdesk.evidence.clean import LONGEST_NAME, prepare
from reportdesk.services import intake
from reportdesk.web.context import runtime, write
from reportdesk.web.uploads import pieces

MEGABYTE = 2**20
"""Bytes in what pages call MB."""
MOST_DIGITS = 3
"""Of the number of a file to remove; a longer one is nobody's."""
NO_FURTHER = frozenset({"files_many", "files_hurried", "file_turns", "disk_full"})
"""Refusals that meet every further file too."""


def take(carrier: Any) -> tuple[Fault, ...]:
    """Store the files of this request and forget the one marked; ``carrier.files`` is sealed.

    A forgotten file is deleted at once, unless it was sent before. Returns what to say about each
    file that was not taken; the others are kept.
    """
    number = request.form.get("drop", "")
    short = len(number) <= MOST_DIGITS and number.isdecimal()
    if short and int(number) < len(carrier.files):
        forgotten = carrier.files.pop(int(number))["blob"]
        with suppress(Busy, Unavailable):  # it stays until the daily sweep, as if never removed
            write(lambda tx: intake.discard(tx, runtime().vault, forgotten))
    uploads = [one for one in request.files.getlist("files") if one.filename]
    wrong: list[Fault] = []
    for position, upload in enumerate(uploads):
        try:
            carrier.files.append(_stored(upload, carrier.files)._asdict())
        except DomainError as error:
            ends = error.code in NO_FURTHER
            refused = uploads[position:] if ends else [upload]
            names = _("、").join(_name(one) for one in refused)
            wrong.append(Fault("files", error.code, {**error.params, "files": names}))
            if ends:
                break
    return tuple(wrong)


def forget_gone(carrier: Any) -> tuple[Fault, ...]:
    """Forget the files that the daily sweep took meanwhile, and what to say about them."""
    stored = {one["blob"] for one in carrier.files if runtime().vault.has_file(one["blob"])}
    names = [one["name"] for one in carrier.files if one["blob"] not in stored]
    carrier.files = [one for one in carrier.files if one["blob"] in stored]
    return (Fault("files", "files_gone", {"names": _("、").join(names)}),) if names else ()


def _name(upload: FileStorage) -> str:
    """A file's name as its sender knows it, without signs that show nothing."""
    return "".join(sign for sign in upload.filename or "" if sign.isprintable())[:LONGEST_NAME]


def _stored(upload: FileStorage, before: list[dict[str, Any]]) -> AttachedFile:
    """One cleaned and sealed file, within the limits of one report."""
    settings, vault = runtime().settings, runtime().vault
    if len(before) >= settings.max_files:
        raise BadInput("files", "files_many", most=settings.max_files)
    left = settings.max_report_bytes - sum(one["size"] for one in before)
    cleaned = prepare(pieces(upload), upload.filename or "", most=settings.max_file_bytes)
    chunks = _at_most(cleaned.chunks, left, settings.max_report_bytes)
    stored = vault.store_file(chunks, runtime().clock().date())
    return AttachedFile(
        blob=stored.blob_name,
        key=stored.key.hex(),
        name=cleaned.name,
        type=cleaned.type,
        size=stored.size,
        removed=cleaned.removed,
    )


def _at_most(chunks: Iterator[bytes], left: int, most: int) -> Iterator[bytes]:
    """The same chunks, unless the report grows too large with them."""
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise BadInput("files", "files_large", most=most // MEGABYTE)
        yield chunk
