"""Doubts about the route at the platform's desk, and the answer that the reporter reads."""

import pytest

from reportdesk.domain.actors import PLATFORM_AUTHORITY
from reportdesk.services import delivery
from tests.builders import HUBEI, SCHOOL_ID, WUHAN, found_nation, key_authority
from tests.filings import a_filing, file_one
from tests.web.desk.browser import Staff, words


@pytest.fixture
def doubt(app, runtime):
    """The province holds a case whose reporter doubts the route."""
    found_nation(runtime)
    key_authority(runtime, HUBEI)
    officer = Staff(app, runtime, key_authority(runtime, PLATFORM_AUTHORITY)[0])
    receipt, filed = file_one(runtime, a_filing(SCHOOL_ID, wrong_route="应该归市里"))
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))
    return officer, filed.ref, receipt


def test_the_reporter_reads_why_it_stays(app, doubt):
    officer, ref, receipt = doubt
    listed = words(officer.look("/desk/routes"))
    assert ref in listed
    assert "应该归市里" not in listed
    done = officer.done(f"/desk/cases/{ref}/route/confirm", reason="law_names_it", do="confirm")
    assert "没有要答复的疑问" in done
    page = app.test_client().post("/follow/", data={"receipt": receipt}).get_data(as_text=True)
    assert "按法律规定，这类学校归这个机关管" in words(page)


def test_a_corrected_route_waits_for_its_letter_or_handover(doubt):
    officer, ref, _ = doubt
    path = f"/desk/cases/{ref}/route/correct"
    page = officer.send(path, q="武汉市教育局", do="find").get_data(as_text=True)
    done = words(officer.done(path, page, target=WUHAN, q="", do="confirm"))
    assert "已改派" in done
    assert "出具公函" in done
