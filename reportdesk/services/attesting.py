"""The use case behind a proof of filing: what was filed, where, and on which day.

Nothing is written: nobody can tell later who took a proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.domain.case import Action
from reportdesk.domain.errors import NotFound
from reportdesk.storage.case import Case
from reportdesk.storage.db import Tx
from reportdesk.storage.history import events
from reportdesk.storage.plan import authority_name
from reportdesk.storage.register import School
from reportdesk.storage.report import REPORTER, Report
from reportdesk.storage.reporter import wrap_of
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.opened import OpenedCase
from reportdesk.vault.vault import Vault

REACHED = frozenset({"delivered", "redelivered"})


@dataclass(frozen=True, slots=True)
class FiledReport:
    """One report as it was filed; ``content`` is what was sealed, the rest what a rule needs."""

    authority: str
    names: tuple[str, str]
    """Of the authority that had it on the day of filing, Chinese and English."""
    on: date
    demonstration: bool
    school: str
    practice: str
    since: str | None
    until: str | None
    content: Mapping[str, Any]


def filed(tx: Tx, vault: Vault, case_id: str, report_id: str, private: bytes) -> FiledReport:
    """The reporter's own report; raises NotFound("receipt_unknown") when it is gone."""
    report = tx.session.get(Report, (case_id, report_id))
    wrap = wrap_of(tx, report, REPORTER) if report else None
    if report is None or wrap is None:
        raise NotFound("receipt_unknown")
    key = vault.unwrap(wrap.wrapped, KeyPair.of_private(private), report.shred_id)
    case_key = vault.unwrap_inner(key, report.case_key, report_id)
    opened = OpenedCase(vault, case_id, case_key, {report_id: key})
    content = opened.report(report_id, report.sealed)
    case = tx.session.get_one(Case, case_id)
    authority = _holder_on(tx, report)
    return FiledReport(
        authority=authority,
        names=authority_name(tx, authority),
        on=report.filed_on,
        demonstration=report.demo,
        school=content["school_name"] or _school(tx, case),
        practice=case.practice,
        since=content.get("since"),
        until=content.get("until"),
        content=content,
    )


def _school(tx: Tx, case: Case) -> str:
    """The name of a case's school in the register, or nothing."""
    school = tx.session.get(School, case.school_id) if case.school_id else None
    return school.name if school else ""


def _holder_on(tx: Tx, report: Report) -> str:
    """The authority that a report had reached on its day; the platform's desk before any.

    One that joined a case which had been returned by then reached the platform's desk.
    """
    holder = PLATFORM_AUTHORITY
    for row in events(tx, report.case_id):
        if row.on <= report.filed_on and row.event in REACHED and row.authority_id:
            holder = row.authority_id
        elif row.on <= report.filed_on and report.joined and row.event == Action.RETURN:
            holder = PLATFORM_AUTHORITY
    return holder
