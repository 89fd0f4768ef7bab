"""Attachments of a form: cleaned, sealed and stored as they come; removed again on request.

Beside each clean copy lies the original, sealed as well, until its sender decides which of them
goes. The other one is destroyed with the filing, both by the daily sweep when nothing is filed.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from reportdesk.domain.errors import BadInput, Busy, DomainError, Unavailable
from reportdesk.domain.filing import AttachedFile
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.kept import Family, KeptFile, Send
from reportdesk.evidence.clean import CANNOT, prepare
from reportdesk.evidence.kinds import HEAD, LONGEST_NAME, family, original, original_name
from reportdesk.services import intake
from reportdesk.web.context import runtime, write
from reportdesk.web.report.walk import kept
from reportdesk.web.uploads import Arriving, arrived, pieces

MEGABYTE = 2**20
"""Bytes in what pages call MB."""
MOST_DIGITS = 3
"""Of the number of a file to remove; a longer one is nobody's."""
NO_FURTHER = frozenset({"files_many", "files_hurried", "file_turns", "disk_full"})
"""Refusals that meet every further file too."""
UNTOUCHED = "application/octet-stream"
"""Media type of an original: no program is told to show it."""


def limits() -> dict[str, int]:
    """What may be attached."""
    settings = runtime().settings
    return {
        "files": settings.max_files,
        "megabytes": settings.max_file_bytes // MEGABYTE,
        "bytes": settings.max_report_bytes,
    }


def choose(carrier: Any) -> None:
    """Keep what was chosen for each file; ``carrier.files`` is sealed."""
    chosen = [
        one.sending(request.form.get(f"send-{number}"))
        for number, one in enumerate(kept(carrier.files))
    ]
    carrier.files = [one.raw() for one in chosen]


def take(carrier: Any) -> tuple[Fault, ...]:
    """Store the files of this request and forget the one marked.

    A forgotten file is deleted at once, unless it was sent before. Returns what to say about each
    file that was not taken, or cannot be cleaned; the others are kept.
    """
    number = request.form.get("drop", "")
    short = len(number) <= MOST_DIGITS and number.isdecimal()
    if short and int(number) < len(carrier.files):
        _discard(one.blob for one in KeptFile.of(carrier.files.pop(int(number))).both)
    uploads = [one for one in request.files.getlist("files") if one.filename]
    wrong: list[Fault] = []
    for position, upload in enumerate(uploads):
        try:
            stored = _stored(upload, carrier.files)
            carrier.files.append(stored.raw())
            if stored.why is not None:
                wrong.append(Fault("files", stored.why, {"files": _name(upload)}))
        except DomainError as error:
            ends = error.code in NO_FURTHER
            refused = uploads[position:] if ends else [upload]
            names = _("、").join(_name(one) for one in refused)
            wrong.append(Fault("files", error.code, {**error.params, "files": names}))
            if ends:
                break
    return tuple(wrong)


def settle(carrier: Any) -> None:
    """Destroy what was not sent: the original of a clean copy, or the copy of an original."""
    _discard(blob for one in kept(carrier.files) for blob in one.left_over)


def forget_gone(carrier: Any) -> tuple[Fault, ...]:
    """Forget the files that the daily sweep took meanwhile, and what to say about them."""
    stored = [one for one in kept(carrier.files) if _is_there(one)]
    names = [one.name for one in kept(carrier.files) if one not in stored]
    carrier.files = [one.raw() for one in stored]
    return (Fault("files", "files_gone", {"names": _("、").join(names)}),) if names else ()


def _is_there(one: KeptFile) -> bool:
    """Whether everything of a file that may be sent is still stored."""
    return all(runtime().vault.has_file(each.blob) for each in one.both)


def _discard(blobs: Iterable[str]) -> None:
    """Delete stored files that no filed report holds."""
    for blob in blobs:
        with suppress(Busy, Unavailable):  # it stays until the daily sweep
            write(partial(intake.discard, vault=runtime().vault, blob=blob))


def _name(upload: FileStorage) -> str:
    """A file's name as its sender knows it, without signs that show nothing."""
    return "".join(sign for sign in upload.filename or "" if sign.isprintable())[:LONGEST_NAME]


def _stored(upload: FileStorage, before: list[dict[str, Any]]) -> KeptFile:
    """One file, cleaned and sealed and sealed as it is, within the limits of one report."""
    settings, arriving, name = runtime().settings, arrived(upload), upload.filename or ""
    if len(before) >= settings.max_files:
        raise BadInput("files", "files_many", most=settings.max_files)
    left = settings.max_report_bytes - sum(one.size for one in kept(before))
    try:
        clean, why = _cleaned(arriving, name, left), None
    except BadInput as error:
        if error.code not in CANNOT:
            raise
        clean, why = None, error.code
    try:
        untouched = _untouched(arriving, name, left)
    except BaseException:
        _discard([clean.blob] if clean else [])
        raise
    sort = Family(family((clean or untouched).name))
    return KeptFile(sort, untouched, clean, why, Send.CLEAN if clean else Send.NOTHING)


def _cleaned(arriving: Arriving, name: str, left: int) -> AttachedFile:
    """The clean copy."""
    settings = runtime().settings
    cleaned = prepare(arriving, name, most=settings.max_file_bytes)
    blob, key, size = _store(cleaned.chunks, left)
    return AttachedFile(blob, key, cleaned.name, cleaned.type, size, cleaned.removed)


def _untouched(arriving: Arriving, name: str, left: int) -> AttachedFile:
    """The original; raises BadInput for what is never taken, cleaned or not."""
    allowed = original(arriving.read_at(0, HEAD))
    if allowed is None:
        raise BadInput("files", "file_kind")
    blob, key, size = _store(pieces(arriving), left)
    called = original_name(name, allowed)
    return AttachedFile(blob, key, called, UNTOUCHED, size, (), original=True)


def _store(chunks: Iterator[bytes], left: int) -> tuple[str, str, int]:
    """Seal and store a stream, unless the report grows too large with it; blob, key and size."""
    most = runtime().settings.max_report_bytes
    stored = runtime().vault.store_file(_at_most(chunks, left, most), runtime().clock().date())
    return stored.blob_name, stored.key.hex(), stored.size


def _at_most(chunks: Iterator[bytes], left: int, most: int) -> Iterator[bytes]:
    """The same chunks, unless the report grows too large with them."""
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise BadInput("files", "files_large", most=most // MEGABYTE)
        yield chunk
