"""A letter to the school: closed lists, a few words that no report contains, a list ticked off."""

from collections.abc import Iterator

from reportdesk.domain.actors import Actor
from reportdesk.domain.betraying import betrays
from reportdesk.domain.copying import copied, stands_in, texts_in
from reportdesk.domain.days_named import Day, days_in, told
from reportdesk.domain.errors import BadInput, NotAllowed, Unfinished
from reportdesk.domain.filing_parts import Fault
from reportdesk.domain.identity import details
from reportdesk.domain.inquiry import OUR_CONTACT, Inquiry, asked_since, is_small
from reportdesk.domain.letter import LONGEST_ADDITION, Due, LetterKind, LetterOrder
from reportdesk.domain.letter_rights import letters_for
from reportdesk.packs.loader import Pack
from reportdesk.packs.simplified import signwise
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
    sealed = [signwise(text) for text in _sealed(tx, opened, case)]
    if len(wish.says) > LONGEST_ADDITION:
        raise BadInput("says", "too_long", most=LONGEST_ADDITION)
    faults = [] if name else [Fault("school", "letter_to_nobody")]
    faults += [*wish.faults(tx.today, small=small), *_typed(tx, case, wish, name, sealed)]
    if known is None:
        faults += _words("school", name, case, [], ())
        faults += _persons("school", name, sealed, ours=wish.our_contact)
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


def _typed(tx: Tx, case: Case, wish: Inquiry, name: str, sealed: list[str]) -> Iterator[Fault]:
    """What is wrong with the words that the author typed."""
    days = _days(tx, case, sealed)
    for field, text in {"says": wish.says, "own_number": wish.own_number}.items():
        yield from _words(field, text, case, sealed, (name,) if name else ())
        yield from _persons(field, text, sealed, ours=wish.our_contact)
        yield from _day(field, text, days)


def _days(tx: Tx, case: Case, sealed: list[str]) -> set[Day]:
    """Days that a report names, and those on which the reports of the case came."""
    came = [report.filed_on for report in reports_of(tx, case.case_id) if report.visible]
    named = {day for text in sealed for day, _ in days_in(text)}
    return named | {Day(on.month, on.day) for on in came}


def _day(field: str, text: str, days: set[Day]) -> Iterator[Fault]:
    """A day by which the school could tell what happened, or when somebody wrote."""
    place = told(text, days)
    if place is not None:
        yield Fault(field, "inquiry_day_told", {"found": text[place.start : place.end]})


def _words(
    field: str, text: str, case: Case, sealed: list[str], allowed: tuple[str, ...]
) -> Iterator[Fault]:
    """What would tell of a complaint or repeat a report, each with the place."""
    simple = signwise(text)
    telling = betrays(simple, case.ref)
    if telling is not None:
        yield Fault(field, "inquiry_betrays", {"found": text[telling.start : telling.end]})
    copy = copied(simple, sealed, [signwise(one) for one in allowed])
    if copy is not None:
        yield Fault(field, "inquiry_copied", {"found": text[copy.start : copy.end]})


def _persons(field: str, text: str, sealed: list[str], *, ours: bool) -> Iterator[Fault]:
    """The first thing that points at somebody, unless it is whom to call at the authority."""
    for detail in details(text):
        found = text[detail.start : detail.end]
        may_be_ours = detail.kind in OUR_CONTACT and not stands_in(signwise(found), sealed)
        if may_be_ours and ours:
            continue
        code = "inquiry_contact" if may_be_ours else "inquiry_names_somebody"
        yield Fault(field, code, {"found": found})
        return
