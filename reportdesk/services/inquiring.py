"""A letter to the school: closed lists, a few words that no report contains, a list ticked off."""

from collections.abc import Iterator

from reportdesk.domain.actors import Actor
from reportdesk.domain.betraying import betrays
from reportdesk.domain.copying import copied, texts_in
from reportdesk.domain.errors import NotAllowed, Unfinished
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.identity import details
from reportdesk.domain.inquiry import Inquiry, asked_since, is_small
from reportdesk.domain.letter import LONGEST_ADDITION, Due, LetterKind, LetterOrder
from reportdesk.domain.letter_rights import letters_for
from reportdesk.packs.loader import Pack
from reportdesk.storage.acts import expect, facts_of, reach, wraps_open_to
from reportdesk.storage.attached import files_of
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.letter import decided, issue_letter
from reportdesk.storage.letter_facts import school_of, size_of
from reportdesk.storage.report import REPORTER, messages_of, reports_of
from reportdesk.vault.holder import Holder
from reportdesk.vault.opened import OpenedCase, open_case
from reportdesk.vault.vault import Vault


def send_inquiry(
    tx: Tx, vault: Vault, pack: Pack, holder: Holder, ref: str, wish: Inquiry, *, version: int
) -> int:
    """Write to the school; returns the letter's number in the case.

    What the author typed is compared with every report this session can open, and refused with the
    place when it repeats one, names somebody, or tells of a complaint. Raises Unfinished with
    everything that needs changing.
    """
    actor = holder.actor
    case = reach(tx, actor, ref)
    expect(case, version)
    _require(tx, actor, case)
    known = school_of(tx, case)
    name = known.name if known else " ".join(wish.school.split())
    small = is_small(case.school_kind, size_of(known))
    opened = open_case(vault, holder, case.case_id, wraps_open_to(tx, actor, case))
    sealed = list(_sealed(tx, opened, case))
    faults = [] if name else [Fault("school", "letter_to_nobody")]
    faults += wish.faults(tx.today, small=small)
    for field, text in {"says": wish.says, "own_number": wish.own_number}.items():
        faults += _words(field, text, case, sealed, name)
    if faults:
        raise Unfinished(tuple(faults))
    order = LetterOrder(
        LetterKind.INQUIRY,
        addressee=name,
        due=Due(wish.by) if wish.by else None,
        says=wish.says,
        own_number=wish.own_number,
        fields=wish.codes(asked_since(case.period_from, tx.today)),
    )
    return issue_letter(tx, pack, actor, case, order).number


def _require(tx: Tx, actor: Actor, case: Case) -> None:
    """Raises NotAllowed unless the actor may write to the school now."""
    if LetterKind.INQUIRY not in letters_for(actor, facts_of(tx, case), decided(tx, case)):
        raise NotAllowed("not_your_step", action="letter")


def _sealed(tx: Tx, opened: OpenedCase, case: Case) -> Iterator[str]:
    """Every text of reporters that this session can open: story, answers, messages, file names.

    What the desk may not see yet cannot have been copied, and must not be found out here.
    """
    for report in reports_of(tx, case.case_id):
        if report.withdrawn or not report.visible or report.report_id not in opened.reports:
            continue
        yield from texts_in(opened.report(report.report_id, report.sealed))
        for message in messages_of(tx, report):
            if message.visible and message.sender == REPORTER:
                yield opened.message(report.report_id, message.number, message.sealed)
        for file in files_of(tx, report):
            if file.visible:
                yield opened.attachment(report.report_id, file.number, file.sealed)["name"]


def _words(field: str, text: str, case: Case, sealed: list[str], school: str) -> Iterator[Fault]:
    """What is wrong with words of the author, each with the place."""
    if len(text) > LONGEST_ADDITION:
        yield Fault(field, "too_long", {"most": LONGEST_ADDITION})
        return
    for detail in details(text)[:1]:
        yield Fault(field, "inquiry_names_somebody", {"found": text[detail.start : detail.end]})
    telling = betrays(text, case.ref)
    if telling is not None:
        found = text[telling.start : telling.end]
        yield Fault(field, "inquiry_betrays", {"found": found})
    copy = copied(text, sealed, (school,) if school else ())
    if copy is not None:
        yield Fault(field, "inquiry_copied", {"found": text[copy.start : copy.end]})
