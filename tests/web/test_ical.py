"""Calendar files, opened again with a reader."""

from datetime import date, timedelta

from icalendar import Calendar

from reportdesk.web.ical import Entry, calendar_file, uid

LONG = "很长的一段说明，里面有逗号,分号;反斜线\\和换行\n第二行。" * 6


def entry(**changed: object) -> Entry:
    given: dict[str, object] = {
        "uid": uid("7K4M-2QX9", "K2"),
        "on": date(2026, 5, 18),
        "title": "最迟：作出处理决定",
        "text": LONG,
        "stamp": date(2026, 3, 17),
        "url": "https://example.org/deadlines?clock=K2&start=2026-03-17",
    }
    return Entry(**{**given, **changed})  # type: ignore[arg-type]  # a test's own words


def test_a_file_says_again_what_was_put_in() -> None:
    made = calendar_file("期限", [entry()], every=timedelta(hours=12))
    read = Calendar.from_ical(made)
    (event,) = read.walk("VEVENT")
    assert event["summary"] == "最迟：作出处理决定"
    assert event["description"] == LONG
    assert event.decoded("dtstart") == date(2026, 5, 18)
    assert event.decoded("dtend") == date(2026, 5, 19)
    assert event.decoded("dtstamp").isoformat() == "2026-03-17T00:00:00+00:00"
    assert read["x-wr-calname"] == "期限"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\nX-PUBLISHED-TTL:PT12H\r\n" in made
    assert not read.errors
    assert not event.errors


def test_lines_end_with_crlf_and_are_folded_between_signs() -> None:
    made = calendar_file("期限", [entry()])
    lines = made.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode("utf-8")


def test_the_reminder_comes_in_the_morning_three_days_before() -> None:
    (event,) = Calendar.from_ical(calendar_file("期限", [entry()])).walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-3, hours=9)
    silent = Calendar.from_ical(calendar_file("期限", [entry(reminds=False)]))
    assert not silent.walk("VALARM")


def test_equal_dates_are_equal_bytes_in_any_order() -> None:
    first, second = entry(), entry(uid=uid("other"), on=date(2026, 1, 5))
    made = calendar_file("期限", [first, second])
    assert calendar_file("期限", [second, first]) == made
    assert b"DTSTAMP:20260317T000000Z" in made


def test_a_name_leads_back_to_none_of_its_parts() -> None:
    assert uid("7K4M-2QX9", "K2") == uid("7K4M-2QX9", "K2")
    assert uid("7K4M-2QX9", "K2") != uid("7K4M-2QX9", "K3")
    assert "7K4M" not in uid("7K4M-2QX9", "K2")
