"""The mark of a provisional date on a narrow screen."""

from pathlib import Path

from reportdesk.web.dates import tentative
from tests.web.test_headers import pages


def test_a_line_may_break_before_the_mark_of_a_provisional_date(tmp_path: Path) -> None:
    app = pages().application
    with app.test_request_context("/"):
        assert tentative(True) == '<span class="nb">（暂定）</span>'
        assert tentative(False) == ""
    with app.test_request_context("/?lang=en"):
        assert tentative(True) == ' <span class="nb">(provisional)</span>'
