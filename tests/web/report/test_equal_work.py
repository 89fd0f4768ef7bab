"""Receipts that open nothing: nobody can tell from the work or the answer why they do not."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from reportdesk.runtime import Runtime
from reportdesk.services import followup
from reportdesk.storage.reporter import find_report
from reportdesk.vault import receipts
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import Kind, SiteKeys
from tests.filings import a_filing, file_one, school_id
from tests.web.report.conftest import Walker
from tests.web.report.test_proof import destroy


class Counter:
    """What one request costs: derivations, key pairs, reads of shred keys, statements."""

    def __init__(self, runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        self._count(monkeypatch, receipts.ReceiptScheme, "stretch", "derivation")
        self._count(monkeypatch, receipts.ReceiptSecrets, "keypair", "key pair")
        self._count(monkeypatch, type(runtime.vault._shreds), "get", "shred key")
        event.listen(runtime.db.engine, "before_cursor_execute", self._statement)

    def _count(self, monkeypatch, owner: object, name: str, kind: str) -> None:
        plain = getattr(owner, name)

        def counting(*given: object, **named: object) -> object:
            self.done.append(kind)
            return plain(*given, **named)

        monkeypatch.setattr(owner, name, counting)

    def _statement(self, *given: object) -> None:
        self.done.append(str(given[2]))

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """What is done inside, in order."""
        self.done = []
        yield self.done


@pytest.fixture
def counter(runtime: Runtime, filed, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Counts on a site where two receipt schemes are live."""
    SiteKeys.load(runtime.settings.keys).rotate(Kind.RECEIPT, work=Work.fast())
    runtime.vault._site = SiteKeys.load(runtime.settings.keys)
    return Counter(runtime, monkeypatch)


def asked(visitor: Walker, counter: Counter, receipt: str) -> tuple[list[str], int, bytes]:
    """What was done for a receipt, the status, and the page without the digits typed."""
    visitor.open("/follow/").fill(receipt=receipt)
    with counter.watching() as done:
        visitor.press("open")
    body = visitor.response.data
    return list(done), visitor.status, body.replace(receipt.encode(), b"?" * len(receipt))


def headers(visitor: Walker) -> list[tuple[str, str]]:
    """All headers but the date."""
    return sorted(pair for pair in visitor.response.headers if pair[0] != "Date")


def test_unknown_and_destroyed_receipts_do_the_same_work_and_answer_with_the_same_bytes(
    visitor: Walker, runtime: Runtime, filed, counter
) -> None:
    new, _ = file_one(runtime, a_filing(school_id(runtime)))
    destroy(runtime)
    unknown = asked(visitor, counter, runtime.vault.draw_receipt())
    heads = headers(visitor)
    assert unknown[1] == 404
    assert unknown[0].count("derivation") == 2
    for kind in ("key pair", "shred key"):
        assert unknown[0].count(kind) == 1, kind
    for receipt in (new, filed[0]):  # filed under the newer scheme, and under the older
        assert asked(visitor, counter, receipt) == unknown
        assert headers(visitor) == heads


def test_a_known_receipt_does_that_work_too_before_it_does_more(
    visitor: Walker, runtime: Runtime, filed, counter
) -> None:
    unknown, _, _ = asked(visitor, counter, runtime.vault.draw_receipt())
    new, _ = file_one(runtime, a_filing(school_id(runtime)))
    for receipt in (new, filed[0]):
        known, status, _ = asked(visitor, counter, receipt)
        assert status == 200
        until_the_answer = [step for step in unknown if not step.startswith("ROLLBACK")]
        assert known[: len(until_the_answer)] == until_the_answer
        assert known.count("derivation") == unknown.count("derivation")


@pytest.mark.parametrize("near", [True, False])
def test_a_typing_error_costs_nothing_whether_near_a_known_receipt_or_not(
    visitor: Walker, runtime: Runtime, filed, counter, near: bool
) -> None:
    receipt = filed[0] if near else runtime.vault.draw_receipt()
    wrong = receipt[:5] + str((int(receipt[5]) + 1) % 10) + receipt[6:]
    done, status, _ = asked(visitor, counter, wrong)
    assert (done, status) == ([], 422)


def test_the_same_count_tells_a_careless_look_up_apart(
    visitor: Walker, runtime: Runtime, filed, counter, monkeypatch
) -> None:
    """A look-up that stops at the first thing missing, as one would write it first."""
    careless = followup.follow_receipt

    def stops(tx, values):
        return careless(tx, values) if find_report(tx, values) else None

    monkeypatch.setattr(followup, "follow_receipt", stops)
    destroy(runtime)
    unknown = asked(visitor, counter, runtime.vault.draw_receipt())
    assert asked(visitor, counter, filed[0])[0] != unknown[0]
