"""What an authority answered on paper: the documents of a case, and which could come next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportdesk.domain.access import CaseFacts
from reportdesk.domain.actors import Actor, Role
from reportdesk.domain.correspondence import Purpose
from reportdesk.domain.official import Reply, Stands, replies_for
from reportdesk.domain.taxonomy import Measure
from reportdesk.queries.choosing import Names, authority_names
from reportdesk.queries.correspondence import LetterWork
from reportdesk.storage.answer import measures_of
from reportdesk.storage.case import Case
from reportdesk.storage.correspondence import letters_of
from reportdesk.storage.db import Tx
from reportdesk.storage.official import replies_of, waiting_reply


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One document; ``words`` are there once it counts. ``writer`` is the officer who copied it."""

    kind: str
    number: str
    dated_on: date
    received_on: date
    state: str
    authority: Names
    writer_id: str
    writer: str
    checker: str
    words: str

    @property
    def waits(self) -> bool:
        """Whether another officer has to compare it."""
        return self.state == Stands.WAITING

    @property
    def counts(self) -> bool:
        """Whether it took effect."""
        return self.state == Stands.COUNTS


def papers(tx: Tx, case: Case, people: Mapping[str, str]) -> tuple[PaperLine, ...]:
    """The documents of a case, oldest first, without those that were given back."""
    rows = [row for row in replies_of(tx, case.case_id) if row.state != Stands.REFUSED]
    whose = {letter.id: letter.authority_id for letter in letters_of(tx, case.case_id)}
    names = authority_names(tx, set(whose.values()))
    return tuple(
        PaperLine(
            kind=row.kind,
            number=row.number,
            dated_on=row.dated_on,
            received_on=row.received_on,
            state=row.state,
            authority=names[whose[row.letter_id]],
            writer_id=row.entered_by,
            writer=people.get(row.entered_by, ""),
            checker=people.get(row.checked_by or "", ""),
            words=row.words or "",
        )
        for row in rows
    )


def replies(
    tx: Tx, post: LetterWork | None, actor: Actor, case: Case, facts: CaseFacts
) -> tuple[Reply, ...]:
    """What the authority of a letter that arrived can answer, for the platform to copy now."""
    if post is None or not post.arrived or actor.role is not Role.PLATFORM:
        return ()
    if waiting_reply(tx, case.case_id) is not None:
        return ()
    unproven = any(
        one.evidence_on is None and one.code != Measure.NONE
        for one in measures_of(tx, case.case_id)
    )
    found = replies_for(Purpose(post.purpose), facts)
    return tuple(one for one in found if one is not Reply.PROOF or unproven)
