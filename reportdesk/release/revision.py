"""Takes cases out of a frozen release: the next revision, without a trace or with a tombstone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from reportdesk.domain.case import Visibility
from reportdesk.release.rows import tombstone
from reportdesk.release.schema import Frozen, Row, Superseded, Words

NO_WORDS: Mapping[tuple[str, str], tuple[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Leaving:
    """What must leave: references to drop, and references to withhold, with the reason.

    Of excerpts everything leaves but ``excerpts``, which stand, by reference; None leaves all.
    """

    gone: frozenset[str]
    withheld: Mapping[str, str]
    excerpts: Mapping[str, frozenset[str]] | None = field(default_factory=dict)


POINTERS = ("merged_into", "reopens", "reopened_as")
"""Columns that name other cases."""


def redacted(rows: Iterable[Row], leaving: Leaving) -> tuple[Row, ...]:
    """The rows without what must leave; the same rows when nothing must."""
    return tuple(_redacted(row, leaving) for row in rows if row["ref"] not in leaving.gone)


def _redacted(row: Row, leaving: Leaving) -> Row:
    """A row, a tombstone in its place, or the row without its pointer to a case that left."""
    ref = row["ref"]
    if ref in leaving.withheld and row["level"] != Visibility.WITHHELD:
        return tombstone(row, leaving.withheld[ref])
    if leaving.excerpts is not None:
        row = _with_excerpts(row, leaving.excerpts.get(ref, frozenset()))
    pointing = {name: str(row[name]) for name in POINTERS if row.get(name)}
    return {**row, **{name: _named(refs, leaving) for name, refs in pointing.items()}}


def _named(refs: str, leaving: Leaving) -> str | None:
    """Those of these references that stay; None for none."""
    left = [ref for ref in refs.split(";") if ref not in leaving.gone | set(leaving.withheld)]
    return ";".join(left) or None


def _with_excerpts(row: Row, standing: frozenset[str]) -> Row:
    """The row with those of its excerpts that stand."""
    shown = row["excerpts"] or []
    left = [excerpt for excerpt in shown if excerpt["text"] in standing]
    return row if left == shown else {**row, "excerpts": left}


def revised(
    frozen: Frozen,
    rows: tuple[Row, ...],
    checksums: Mapping[str, str],
    known: Mapping[tuple[str, str], tuple[str, str]] = NO_WORDS,
) -> Frozen:
    """The next revision with these rows; it lists the files it replaces and their forerunners.

    ``known`` are today's words, for reasons of withholding that the release has none for yet.
    """
    header = frozen.header
    replaced = (Superseded(header.revision, name, digest) for name, digest in checksums.items())
    listed = sorted((*frozen.superseded, *replaced), key=lambda old: (old.revision, old.file))
    return Frozen(
        header=replace(header, revision=header.revision + 1),
        cases=rows,
        words=_still_used(_with_reasons(frozen.words, rows, known), rows),
        authorities=frozen.authorities,
        superseded=tuple(listed),
        proof_keys=frozen.proof_keys,
    )


def _with_reasons(
    words: Words, rows: Iterable[Row], known: Mapping[tuple[str, str], tuple[str, str]]
) -> Words:
    """The words, and those of the reasons that tombstones give."""
    given = {("withheld_reason", row["withheld_reason"]) for row in rows}
    return Words({**{key: known[key] for key in given & known.keys()}, **words.by_code})


def _still_used(words: Words, rows: Iterable[Row]) -> Words:
    """The words without names of schools and places that no row shows any more."""
    shown = list(rows)
    used = {name: {row[name] for row in shown} for name in ("school", "division")}
    return Words(
        {
            (group, code): pair
            for (group, code), pair in words.by_code.items()
            if group not in used or code in used[group]
        }
    )
