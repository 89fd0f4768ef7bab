"""At the desk: a file for the student, an excerpt that two persons let through."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from reportdesk.domain.following import Sent
from reportdesk.services import delivery, followup
from reportdesk.storage.case import Case
from tests.filings import a_filing, file_one, once
from tests.web.desk.browser import words

WORDS = "不录就没有平时分。有事打 138 0000 0000"


@pytest.fixture
def offered(desk, runtime):
    """The desk with a further case whose student offers an excerpt: its reference and follower."""
    school = runtime.read(lambda tx: case_school(tx, desk[3]))
    receipt, filed = file_one(runtime, a_filing(school))
    known = runtime.vault.lookups(receipt, "following")
    me = runtime.write(lambda tx: followup.enter(tx, runtime.vault, known))
    say(runtime, me, Sent.EXCERPT, WORDS)
    return (*desk[:3], filed.ref, me)


def case_school(tx, ref):
    return tx.session.scalars(select(Case.school_id).where(Case.ref == ref)).one()


def say(runtime, me, kind, text=""):
    runtime.write(
        lambda tx: followup.send(
            tx, runtime.vault, runtime.pack, runtime.settings, me, kind, text, once=once()
        )
    )
    runtime.write(lambda tx: delivery.show_waiting(tx, runtime.pack))


def picture() -> tuple[io.BytesIO, str]:
    file = io.BytesIO()
    made = Image.new("RGB", (40, 40), "blue")
    exif = made.getexif()
    exif[315] = "canary-author"
    made.save(file, "jpeg", exif=exif)
    file.seek(0)
    return file, "盖章回执 canary.jpg"


def test_a_file_is_cleaned_looked_at_and_sent_once(desk, runtime) -> None:
    officer, _, _, ref = desk
    path = f"/desk/cases/{ref}/enclose"
    hidden = officer.hidden(officer.look(path))
    nothing = officer.client.post(path, data={**hidden, "text": "见附件", "do": "preview"})
    assert nothing.status_code == 422
    assert "请选一个文件" in nothing.get_data(as_text=True)
    first = officer.client.post(
        path, data={**hidden, "text": "见附件", "do": "preview", "file": picture()}
    )
    page = first.get_data(as_text=True)
    assert "盖章回执 canary.jpg" in page
    assert "作者名" in page
    again = {**officer.hidden(page), "text": "见附件", "do": "send"}
    for _ in range(2):
        assert officer.client.post(path, data=again).status_code == 303
    case = words(officer.look(f"/desk/cases/{ref}"))
    assert case.count("附文件：盖章回执 canary.jpg") == 1


def test_a_file_that_somebody_else_took_is_not_sent(desk) -> None:
    officer, colleague, _, ref = desk
    path = f"/desk/cases/{ref}/enclose"
    hidden = officer.hidden(officer.look(path))
    taken = officer.client.post(path, data={**hidden, "text": "字", "file": picture()})
    kept = officer.hidden(taken.get_data(as_text=True))["kept"]
    theirs = {**colleague.hidden(colleague.look(path)), "kept": kept, "text": "字", "do": "send"}
    answer = colleague.client.post(path, data=theirs)
    assert answer.status_code == 422


def test_what_is_no_file_of_ours_is_named_at_the_field(desk) -> None:
    officer, _, _, ref = desk
    path = f"/desk/cases/{ref}/enclose"
    hidden = officer.hidden(officer.look(path))
    for content in (b"", b"\x00\x01\x02 nothing known"):
        answer = officer.client.post(
            path, data={**hidden, "text": "字", "file": (io.BytesIO(content), "x.bin")}
        )
        assert answer.status_code == 422
        assert "字" in answer.get_data(as_text=True)


def test_an_excerpt_takes_two_persons_and_goes_when_it_is_taken_back(offered, runtime) -> None:
    officer, colleague, _, ref, me = offered
    path = f"/desk/cases/{ref}/excerpts/1/1"
    assert path in officer.look(f"/desk/cases/{ref}")
    page = words(officer.look(path))
    assert WORDS in page
    assert "这些地方可能认得出人" in page
    officer.done(path, do="propose")
    assert "批准公开" not in words(officer.look(path))
    refused = officer.send(path, do="approve").get_data(as_text=True)
    assert "等第二人批准" in words(officer.look(f"/desk/cases/{ref}")), words(refused)
    colleague.done(path, do="approve")
    assert "两人已批准" in words(colleague.look(f"/desk/cases/{ref}"))
    say(runtime, me, Sent.EXCERPT_BACK)
    assert "学生愿意公开的话" not in words(officer.look(f"/desk/cases/{ref}"))
    officer.look(path, 404)
