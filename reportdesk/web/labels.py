"""Codes become words here. The pack names what a jurisdiction names; ``labels_words`` the rest.

A code without a word is a fault: it fails in development and tests; a live site shows the code and
logs it.
"""

import logging
import re
from collections.abc import Iterable
from datetime import date

from flask import Flask, current_app
from markupsafe import Markup, escape
from wtforms import SelectChoice

from reportdesk.domain.clocks import DueDate
from reportdesk.domain.questionnaire import Questionnaire
from reportdesk.domain.taxonomy import Question
from reportdesk.packs.explain import explain, explain_rule, unit_words
from reportdesk.packs.schema import Pack
from reportdesk.packs.words import day_words
from reportdesk.web.dates import tentative
from reportdesk.web.labels_words import ERRORS, GROUPS
from reportdesk.web.locale import lang

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
log = logging.getLogger(__name__)
DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:（周.）)?")


def the_pack() -> Pack:
    """The pack in force."""
    pack: Pack = current_app.extensions["reportdesk.pack"]
    return pack


def _missing(group: str, code: str) -> str:
    """A word that nobody wrote."""
    if current_app.extensions["reportdesk.settings"].env == "development":
        raise LookupError(f"no word for {group} {code!r}: add it to the pack or to labels_words.py")
    log.error("no word for %s %s", group, code)
    return code


def label(group: str, code: object) -> str:
    """The word for ``code`` in the reader's language, e.g. ``label("stage", "routed")``.

    The record of acts names what staff did to cases by its event, so ``act`` knows those too.
    """
    key = str(code)
    pack = the_pack()
    if pack.has(group, key):
        return pack.labels(group, key, lang())
    words = {**GROUPS["event"], **GROUPS["act"]} if group == "act" else GROUPS.get(group, {})
    if key not in words and group == "clock":
        return key  # of an earlier pack; old history still speaks of it
    return str(words[key]) if key in words else _missing(group, key)


def worded(asked: Questionnaire | None, group: str, code: object) -> str:
    """The word for a code as a report's questionnaire had it; today's where that was not kept."""
    both = asked.words(group, str(code)) if asked is not None else None
    return label(group, code) if both is None else both[lang() == "en"]


def sheet_order() -> list[Question]:
    """The questions of the sheet in the pack's order."""
    return [question.code for question in the_pack().questions]


def choices(group: str, codes: Iterable[object]) -> list[SelectChoice]:
    """The codes with their words, for a WTForms field."""
    return [SelectChoice(str(code), label(group, code)) for code in codes]


def hints(group: str, codes: Iterable[object]) -> dict[str, str]:
    """The pack's help for those codes that have any, for the second line of cards."""
    pack = the_pack()
    known = (str(code) for code in codes if pack.has(f"{group}_help", str(code)))
    return {code: pack.labels(f"{group}_help", code, lang()) for code in known}


def error_words(code: str, **params: object) -> str:
    """The sentence for an error code, with its parameters filled in."""
    if code not in ERRORS:
        return _missing("error", code)
    filled = {name: _parameter(name, value) for name, value in params.items()}
    try:
        return str(ERRORS[code]) % filled
    except KeyError as blank:  # whoever raised it forgot a parameter: the page still has its advice
        return _missing(f"blank {blank} of error", code) and ""


def _parameter(name: str, value: object) -> object:
    """A parameter as people read it: codes of stages and actions, and ISO dates, in words."""
    if name in ("stage", "action"):
        return label(name, value)
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        value = date.fromisoformat(value)
    return day_words(value, lang()) if isinstance(value, date) else value


def clock_length(key: str) -> str:
    """How long a clock of the pack runs: 60 天, 5 个工作日."""
    rule = the_pack().clocks[key]
    return unit_words(rule.unit, rule.days or rule.cap or 0, lang())


def unsettled(value: date) -> Markup:
    """The mark of a last day in a year whose holidays the pack does not know, or nothing."""
    return tentative(the_pack().calendar.provisional(value))


def clock_title(due: DueDate) -> str:
    """The name of a clock, as the version that judged it had it."""
    words = due.wording
    if words is not None and words.has("clock", due.key):
        return words.labels("clock", due.key, lang())
    return label("clock", due.key)


def explained(due: DueDate) -> Markup:
    """How a due date was counted, as one paragraph whose dates stay on one line."""
    sentences = [str(escape(text)) for text in explain(due, the_pack(), lang())]
    text = (" " if lang() == "en" else "").join(sentences)
    text = DAY.sub(lambda found: f'<span class="nb">{found[0]}</span>', text)
    return Markup("<p>{}</p>").format(Markup(text))  # noqa: S704 -- escaped above


def rule_explained(key: str) -> Markup:
    """From when and how long a clock runs and on what ground, as one text."""
    pack = the_pack()
    return escape(
        (" " if lang() == "en" else "").join(explain_rule(pack.clocks[key], pack, lang()))
    )


def init_app(app: Flask, pack: Pack) -> None:
    """Register the pack, the template globals and the filters that explain dates."""
    app.extensions["reportdesk.pack"] = pack
    app.jinja_env.globals.update(
        label=label, error_words=error_words, clock_length=clock_length, clock_title=clock_title
    )
    app.jinja_env.filters.update(
        explained=explained, rule_explained=rule_explained, unsettled=unsettled
    )
