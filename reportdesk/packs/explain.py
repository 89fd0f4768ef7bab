"""Says in plain sentences how a due date came about, for every audience and the command line."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from reportdesk.domain.clocks import ClockRule, DueDate, Param, TraceStep, Unit, Wording
from reportdesk.domain.taxonomy import ClockKey
from reportdesk.packs.words import cite, day_words, days_list, language

Params = Mapping[str, Param]
Writer = Callable[[Params, DueDate, Wording, str], str]


def explain(due: DueDate, pack: Wording, lang: str = "zh") -> list[str]:
    """The sentences for ``due`` in Chinese or English, in reading order.

    The steps of the count first, then why the date is only a guideline, then the source and the
    calendar version. ``due.key`` must be a clock of ``pack``; a clock that was judged by another
    version is explained in the words kept with that one.
    """
    lang, pack = language(lang), due.wording or pack
    steps = [step for step in due.trace if step.code not in KIND_NOTES]
    notes = [step for step in due.trace if step.code in KIND_NOTES]
    sentences = [text for step in (*steps, *notes) if (text := _sentence(step, due, pack, lang))]
    if pack.has("clock_why", due.key):
        sentences.append(pack.labels("clock_why", due.key, lang))
    source = cite(due.citation, pack, lang)
    if lang == "en":
        return [*sentences, f"Source: {source}.", f"Calendar version {due.calendar_version}."]
    return [*sentences, f"依据：{source}。", f"日历版本 {due.calendar_version}。"]


def explain_rule(rule: ClockRule, pack: Wording, lang: str = "zh") -> list[str]:
    """The sentences for a clock that has not started: from when, how long, on what ground."""
    lang = language(lang)
    length = _length(rule, pack, lang)
    note = _note(rule.key, pack, lang) if rule.kind_if_anonymous is not rule.kind else ""
    presumed = _if_presumed(rule, pack, lang)
    why = pack.labels("clock_why", rule.key, lang) if pack.has("clock_why", rule.key) else ""
    source = cite(rule.citation, pack, lang)
    tail = f"Source: {source}." if lang == "en" else f"依据：{source}。"
    return [part for part in (length, presumed, note, why, tail) if part]


def unit_words(unit: Unit, days: int, lang: str) -> str:
    """60 天, 5 个工作日, 1 day, 5 working days."""
    if language(lang) == "en":
        kind = "working day" if unit is Unit.WORKING else "day"
        return f"{days} {kind}{'' if days == 1 else 's'}"
    return f"{days} 个工作日" if unit is Unit.WORKING else f"{days} 天"


def _sentence(step: TraceStep, due: DueDate, pack: Wording, lang: str) -> str:
    """One step in words; empty for a step that is said together with the next."""
    return WRITERS[step.code](step.params, due, pack, lang)


def _day(params: Params, name: str) -> date:
    """A date among the parameters of a step."""
    return cast(date, params[name])


def _days(params: Params, name: str) -> tuple[date, ...]:
    """Several dates among the parameters of a step."""
    return cast(tuple[date, ...], params[name])


def _opening(due: DueDate, pack: Wording, lang: str) -> str:
    """受理日 2026年3月17日（周二）不算在内: what every count begins with."""
    params = next(step.params for step in due.trace if step.code == "start_excluded")
    event = pack.labels("clock_event", str(params["event"]), lang)
    start = day_words(_day(params, "start"), lang)
    if lang == "en":
        return f"{event[0].upper()}{event[1:]}, {start}, is not counted"
    return f"{event} {start}不算在内"


def _counted(params: Params, due: DueDate, pack: Wording, lang: str) -> str:
    """A count of calendar days."""
    raw = day_words(_day(params, "raw_due"), lang, due.start)
    length = unit_words(Unit.CALENDAR, cast(int, params["days"]), lang)
    if lang == "en":
        return f"{_opening(due, pack, lang)}; {length} on is {raw}."
    return f"{_opening(due, pack, lang)}，往后数 {length}是 {raw}。"


def _workdays(params: Params, due: DueDate, pack: Wording, lang: str) -> str:
    """A count of working days, with the holidays left out and the make-up days counted."""
    raw = day_words(_day(params, "raw_due"), lang, due.start)
    length = unit_words(Unit.WORKING, cast(int, params["days"]), lang)
    off, makeup = _days(params, "holidays"), _days(params, "makeup")
    if lang == "en":
        text = f"{_opening(due, pack, lang)}; {length} on is {raw}."
        text += f" Not counted as holidays: {days_list(off, lang)}." if off else ""
        return text + (
            f" Counted as make-up workdays: {days_list(makeup, lang)}." if makeup else ""
        )
    text = f"{_opening(due, pack, lang)}，往后数 {length}是 {raw}。"
    text += f"放假的 {days_list(off, lang)}不算工作日。" if off else ""
    return text + (f"调休上班的 {days_list(makeup, lang)}算工作日。" if makeup else "")


def _rest_start(params: Params, due: DueDate, _pack: Wording, lang: str) -> str:
    """A count of working days that starts on a rest day."""
    one = day_words(_day(params, "day_one"), lang, due.start)
    if lang == "en":
        return f"It starts on a rest day, so the next working day, {one}, is day 1."
    return f"起点是休息日，下一个工作日 {one}算第 1 天。"


def _extension(params: Params, due: DueDate, pack: Wording, lang: str) -> str:
    """Days that follow another clock's raw due date."""
    unit = Unit(str(params["unit"]))
    length = unit_words(unit, cast(int, params["days"]), lang)
    since = day_words(_day(params, "from"), lang, due.start)
    raw = day_words(_day(params, "raw_due"), lang, due.start)
    name = pack.labels("clock", str(params["after"]), lang)
    if "cap" not in params:
        if lang == "en":
            return f'It goes on after "{name}": {length} from {since} is {raw}.'
        return f"接在“{name}”后面：从 {since}再数 {length}，是 {raw}。"
    most = unit_words(unit, cast(int, params["cap"]), lang)
    if lang == "en":
        return f"Extended by {length} (at most {most}), counted on from {since}: {raw}."
    return f"延长 {length}（最多 {most}），从 {since}接着数，是 {raw}。"


def _hearing(params: Params, due: DueDate, _pack: Wording, lang: str) -> str:
    """Days of a hearing, which do not count."""
    length = unit_words(due.unit, cast(int, params["days"]), lang)
    raw = day_words(_day(params, "raw_due"), lang, due.start)
    if lang == "en":
        return f"The hearing took {length}, which do not count, so it moves to {raw}."
    return f"听证用了 {length}，不计算在内，往后移到 {raw}。"


def _promised(params: Params, due: DueDate, _pack: Wording, lang: str) -> str:
    """A date the authority named itself, or its superior."""
    day = day_words(_day(params, "raw_due"), lang)
    if due.key == ClockKey.DEMAND:
        return f"The superior named the day: {day}." if lang == "en" else f"日期由上级定：{day}。"
    if lang == "en":
        return f"The authority named the day itself in its answer: {day}."
    return f"日期由机关在答复里自己定：{day}。"


def _rolled(params: Params, due: DueDate, _pack: Wording, lang: str) -> str:
    """A raw due date on a rest day."""
    to = day_words(_day(params, "due"), lang, due.start)
    holiday = _day(params, "raw_due").weekday() < 5
    if lang == "en":
        kind = "public holiday" if holiday else "rest day"
        return f"A date on a {kind} moves to the next working day, which is {to}."
    return f"{'节假日' if holiday else '休息日'}顺延到下一个工作日，所以是 {to}。"


def _kept(_params: Params, _due: DueDate, _pack: Wording, lang: str) -> str:
    """A raw due date on a make-up workday."""
    if lang == "en":
        return "That day is a make-up workday, so it does not move."
    return "这天虽是周末，但调休上班，不顺延。"


def _breaks(params: Params, _due: DueDate, _pack: Wording, lang: str) -> str:
    """Days that are left out because the school is closed."""
    spans = _days(params, "spans")
    closed = [
        date.fromordinal(number)
        for first, last in zip(spans[::2], spans[1::2], strict=True)
        for number in range(first.toordinal(), last.toordinal() + 1)
    ]
    length = unit_words(Unit.CALENDAR, cast(int, params["days"]), lang)
    if lang == "en":
        return f"Days of the school break are left out: {days_list(closed, lang)} ({length})."
    return f"学校放假的 {days_list(closed, lang)}不算（{length}）。"


def _breaks_unknown(_params: Params, _due: DueDate, _pack: Wording, lang: str) -> str:
    """No school break is known from the start on."""
    if lang == "en":
        return "No coming break of the school is known here, so none is left out."
    return "这里没有这所学校接下来的放假时间，所以没有扣除假期。"


def _unexplained(_params: Params, due: DueDate, _pack: Wording, lang: str) -> str:
    """A date of a version that was not kept."""
    last = day_words(due.due, lang)
    if lang == "en":
        return f"The date, {last}, was computed by an earlier version that was not kept."
    return f"日期 {last}是按以前的版本算的，那个版本没有留存。"


def _provisional(params: Params, _due: DueDate, _pack: Wording, lang: str) -> str:
    """A year whose holidays are not announced yet."""
    years = [str(year) for year in cast(tuple[int, ...], params["years"])]
    if lang == "en":
        listed = ", ".join(years)
        return (
            f"The holidays of {listed} are not announced yet; weekends alone are counted for now."
        )
    return f"{'、'.join(years)} 年的放假安排还没有公布，先只按周末算，公布后重算。"


def _anonymous(_params: Params, due: DueDate, pack: Wording, lang: str) -> str:
    """Why an anonymous filing makes the date a guideline."""
    return _note(due.key, pack, lang)


def _note(key: str, pack: Wording, lang: str) -> str:
    """The pack's own note for anonymous filings, or the general one."""
    if pack.has("clock_note", key):
        return pack.labels("clock_note", key, lang)
    if lang == "en":
        return (
            "For an anonymous report this date is a guideline; missing it is not a breach of law."
        )
    return "匿名举报时，这个时间只作参考，过期不等于违法。"


def _presumed(params: Params, _due: DueDate, pack: Wording, lang: str) -> str:
    """Why a start that nobody recorded makes the date a guideline."""
    event = pack.labels("clock_event", str(params["event"]), lang)
    if lang == "en":
        return f"No start is on record; it counts from {event}, so the date is a guideline."
    return f"没有起点的记录，从{event}算起，所以是参考时间，过期不等于违法。"


def _if_presumed(rule: ClockRule, pack: Wording, lang: str) -> str:
    """What holds when the start of a clock was not recorded; empty for most clocks."""
    if not rule.presumed_by:
        return ""
    event = pack.labels("clock_event", rule.presumed_by[0], lang)
    if lang == "en":
        return f"Without a record it counts from {event}, as a guideline only."
    return f"没有记录的，从{event}算起，只作参考。"


def _nothing(_params: Params, _due: DueDate, _pack: Wording, _lang: str) -> str:
    """The start is said together with the count."""
    return ""


def _length(rule: ClockRule, pack: Wording, lang: str) -> str:
    """From when and how long a clock runs."""
    if rule.key == ClockKey.DEMAND:
        return "The day the superior names." if lang == "en" else "上级定的日期。"
    if rule.unit is Unit.DATE:
        return (
            "The day the authority names itself." if lang == "en" else "机关在答复里自己定的日期。"
        )
    if rule.after is not None:
        name = pack.labels("clock", rule.after, lang)
        length = unit_words(rule.unit, rule.cap or rule.days or 0, lang)
        if lang == "en":
            return f'{"At most " if rule.cap else ""}{length} more, counted on after "{name}".'
        return f"接在“{name}”后面，{'最多' if rule.cap else ''}再加 {length}。"
    events = [e for e in rule.starts if e not in rule.presumed_by] or list(rule.starts)
    names = [pack.labels("clock_event", event, lang) for event in events]
    length = unit_words(rule.unit, rule.days or 0, lang)
    if lang == "en":
        text = f"{length} from {' or '.join(names)}, which is not counted."
        text += " Days of a hearing do not count." if rule.hearing else ""
        return text + (" Days of a school break do not count." if rule.school_breaks else "")
    text = f"从{'或'.join(names)}起 {length}，当天不算。"
    text += "听证的天数不算。" if rule.hearing else ""
    return text + ("学校放假的日子不算。" if rule.school_breaks else "")


KIND_NOTES = frozenset({"filed_anonymously", "start_presumed"})
WRITERS: Mapping[str, Writer] = {
    "start_excluded": _nothing,
    "counted_days": _counted,
    "workdays_counted": _workdays,
    "start_on_rest_day": _rest_start,
    "extension": _extension,
    "hearing_days": _hearing,
    "promised_date": _promised,
    "rest_day_rolled": _rolled,
    "makeup_day_kept": _kept,
    "school_breaks": _breaks,
    "school_breaks_unknown": _breaks_unknown,
    "judged_before": _unexplained,
    "provisional": _provisional,
    "filed_anonymously": _anonymous,
    "start_presumed": _presumed,
}
"""How each step of a trace is said."""
