"""A new case as a filing opens it; only what a rule needs is plain."""

import secrets

from reportdesk.domain.case import Stage
from reportdesk.domain.filing import Filing
from reportdesk.domain.filing_parts import Running
from reportdesk.packs.schema import Pack
from reportdesk.storage.case import Case, ref_taken
from reportdesk.storage.columns import new_id
from reportdesk.storage.db import Tx
from reportdesk.storage.plan import Plan

REF_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's digits: no I, L, O or U, which are misread."""


def open_case(tx: Tx, pack: Pack, filing: Filing, planned: Plan, *, demo: bool) -> Case:
    """The case this filing opens."""
    facts, route, what = planned.facts, planned.route, filing.what
    place = facts.place
    case = Case(
        case_id=new_id(),
        ref=_new_ref(tx),
        authority_id=planned.holder,
        target_id=route.primary,
        ladder=list(route.ladder),
        copied=list(route.copied),
        reason=route.reason.value,
        reason_params=dict(route.params),
        rests_on_answer=route.rests_on_answer,
        school_id=filing.where.school_id,
        division_code=place.county or place.city or place.province,
        school_kind=facts.kind.value,
        ownership=facts.ownership.value,
        run_by=facts.run_by.value,
        practice=what.practice,
        lever=what.main_lever,
        scope=what.scope,
        period_from=what.since,
        period_to=what.until if what.running is Running.NO else None,
        filed_on=tx.today,
        pack=pack.stamp,
        stage=Stage.ROUTED.value,
        demo=demo,
    )
    tx.session.add(case)
    tx.session.flush()
    return case


def continue_case(tx: Tx, pack: Pack, earlier: Case) -> Case:
    """A new case about the matter of an ended one, at the authority that held it; no report of its
    own yet."""
    kept = (
        *("authority_id", "target_id", "ladder", "copied", "reason", "reason_params"),
        *("rests_on_answer", "school_id", "division_code", "school_kind", "ownership", "run_by"),
        *("practice", "lever", "scope", "period_from", "period_to", "demo"),
    )
    case = Case(
        case_id=new_id(),
        ref=_new_ref(tx),
        filed_on=tx.today,
        pack=pack.stamp,
        stage=Stage.ROUTED.value,
        linked_id=earlier.case_id,
        reports=0,
        visible=True,
        **{name: getattr(earlier, name) for name in kept},
    )
    tx.session.add(case)
    tx.session.flush()
    return case


def _new_ref(tx: Tx) -> str:
    """A public reference that nobody has, such as ``7K4M-2QX9``."""
    while True:
        signs = "".join(secrets.choice(REF_SIGNS) for _ in range(8))
        ref = f"{signs[:4]}-{signs[4:]}"
        if not ref_taken(tx, ref):
            return ref
