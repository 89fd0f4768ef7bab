"""Components wire themselves: errors to fields, hints to controls, bars to dates."""

import re
from datetime import date
from pathlib import Path

from flask_wtf import FlaskForm
from wtforms import FormField, RadioField, StringField

from tests.web.sites import pages


def render(source: str, query: str = "", **context: object) -> str:
    """A template of one's own with the components at hand."""
    app = pages().application
    with app.test_request_context(f"/{query}"):
        head = '{% import "_macros/ui.html" as ui %}'
        body = source if source.startswith("{% extends") else head + source
        return app.jinja_env.from_string(body).render(**context)


class Inner(FlaskForm):
    class Meta:
        csrf = False

    city = StringField("市")


class Outer(FlaskForm):
    class Meta:
        csrf = False

    told = RadioField("事先说清了吗", choices=["yes", "no"])
    place = FormField(Inner)


def failed_form() -> Outer:
    with pages().application.test_request_context("/"):
        form = Outer(formdata=None)
        form.told.errors = ["请选一个"]
        form.place.form.city.errors = ["请选一个市"]
        form.form_errors = ["两处不一致"]
        return form


def test_the_error_summary_leads_to_every_faulty_field() -> None:
    page = render("{{ ui.error_summary(form) }}", form=failed_form())
    assert '<a href="#told-0">请选一个</a>' in page
    assert '<a href="#place-city">请选一个市</a>' in page
    assert "<li>两处不一致</li>" in page
    assert "有 3 处要填或要改" in page
    assert "autofocus" in page


def test_a_form_without_faults_has_no_summary() -> None:
    with pages().application.test_request_context("/"):
        form = Outer(formdata=None)
    assert "errsum" not in render("{{ ui.error_summary(form) }}", form=form)


def test_hint_and_error_are_tied_to_their_cards() -> None:
    page = render('{{ ui.radios(form.told, hint="按你知道的选") }}', form=failed_form())
    assert 'aria-describedby="told-hint told-error"' in page
    assert 'id="told-hint"' in page
    assert 'id="told-error"' in page
    assert 'id="told-0"' in page


def test_hint_and_error_are_tied_to_a_text_field() -> None:
    page = render(
        '{{ ui.text_field(f, hint="Full", maxlength=9) }}', f=failed_form().place.form.city
    )
    assert 'aria-describedby="place-city-hint place-city-error"' in page
    assert 'aria-invalid="true"' in page
    assert 'maxlength="9"' in page


def bar(code: str, days: int, today: date, query: str = "", **more: object) -> str:
    return render(
        '{{ ui.clock_bar("Answer", "statutory", code, days, start, due, today, stopped=stopped) }}',
        query,
        code=code,
        days=days,
        today=today,
        start=date(2026, 3, 17),
        due=date(2026, 5, 18),
        stopped=more.get("stopped"),
    )


def test_a_running_clock_shows_today_between_start_and_due() -> None:
    page = bar("on_time", 39, date(2026, 4, 9))
    assert 'class="clock ok"' in page
    assert 'width="37.1%"' in page
    assert "今天 4月9日" in page
    assert "还有 39 天" in page
    assert "5月18日（周一）" in page
    assert "stroke-dasharray" not in page


def test_a_late_clock_marks_the_missed_day_and_hatches_the_rest() -> None:
    page = bar("overdue", 13, date(2026, 5, 31), "?lang=en")
    assert 'class="clock late"' in page
    assert "Due by 18 May" in page
    assert "stroke-dasharray" in page
    assert "13 days overdue" in page
    assert "<dt>Today</dt>" in page


def test_a_stopped_clock_is_quiet_but_says_when_it_was_late() -> None:
    met = bar("met", 7, date(2026, 6, 30), stopped=date(2026, 5, 11))
    assert 'class="clock off"' in met
    assert "完成 5月11日" in met
    missed = bar("missed", 3, date(2026, 6, 30), stopped=date(2026, 5, 21))
    assert 'class="badge late"' in missed
    assert "逾期 3 天后完成" in missed


def test_dates_of_another_year_name_it() -> None:
    assert "2026年5月21日（周四）" in bar("missed", 3, date(2027, 1, 5), stopped=date(2026, 5, 21))


def test_a_clock_that_starts_and_ends_on_one_day_still_draws() -> None:
    page = render(
        '{{ ui.clock_bar("送达", "policy", "due_soon", 0, day, day, day) }}', day=date(2026, 3, 2)
    )
    assert "今天到期" in page
    assert 'width="0.0%"' in page


def test_no_bar_needs_an_inline_style() -> None:
    assert "style=" not in bar("overdue", 13, date(2026, 5, 31))


WALK = """{% extends "report/base.html" %}
{% set walk = "walk" %}
{% block main %}<form id="walk" method="post"></form>{% endblock %}
{% block side %}<h2>还没有提交</h2>{% endblock %}"""


def test_switching_language_inside_a_form_submits_what_was_typed() -> None:
    page = render(WALK)
    assert page.count('form="walk" name="do" value="lang"') == 2
    assert 'formaction="/?lang=en"' in page
    assert '<aside class="side"' in page


def test_typed_text_cannot_become_markup() -> None:
    page = render('{{ ui.answers([("经过", text, "story")]) }}', text="<script>1</script>")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_every_component_file_is_offered_under_one_name() -> None:
    folder = Path(str(pages().application.template_folder)) / "_macros"
    offered = (folder / "ui.html").read_text(encoding="utf-8")
    files = {path.name for path in folder.glob("*.html")} - {"ui.html"}
    assert not {name for name in files if name not in offered}


def test_no_form_lets_a_browser_bring_typed_text_back() -> None:
    page = render('{% call ui.form("/report/") %}<p>x</p>{% endcall %}')
    assert 'autocomplete="off"' in page
    folder = Path(str(pages().application.template_folder))
    bare = [
        f"{path.relative_to(folder)}: {form}"
        for path in folder.rglob("*.html")
        for form in re.findall(r'<form[^>]*method="post"[^>]*>', path.read_text(encoding="utf-8"))
        if 'autocomplete="off"' not in form
    ]
    assert not bare, f"Use ui.form: without it Back shows the text again after leaving: {bare}"
