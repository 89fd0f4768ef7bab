"""Whether the time of an answer tells why a receipt opens nothing.

Every round asks each kind once, in turning order, so that what slows one slows all; a ratio is the
median of the rounds' own ratios. Beside it stands the floor, measured in the same rounds between
two receipts that are both unknown: a ratio that is no farther from 1 says nothing.
"""

import json
import statistics
import time
from pathlib import Path

from flask.testing import FlaskClient

from reportdesk.runtime import Runtime
from reportdesk.storage.reporter import find_report

ROUNDS = 40
KINDS = ("mistyped", "unknown", "unknown too", "destroyed", "known")
Spans = dict[str, list[float]]


def chosen(runtime: Runtime) -> dict[str, str]:
    """A receipt of each kind; one report of the demonstration is destroyed for it."""
    told = json.loads((Path(runtime.settings.instance) / "demo.json").read_text("utf-8"))
    known, gone = list(told["receipts"].values())[:2]
    _destroy(runtime, gone)
    wrong = known[:5] + str((int(known[5]) + 1) % 10) + known[6:]
    draw = runtime.vault.draw_receipt
    return dict(zip(KINDS, (wrong, draw(), draw(), gone, known), strict=True))


def _destroy(runtime: Runtime, receipt: str) -> None:
    """Shred the key of the report behind a receipt."""
    values = [(one.scheme_id, one.lookup) for one in runtime.vault.lookups(receipt, "following")]
    found = runtime.read(lambda tx: find_report(tx, values))
    assert found is not None
    runtime.vault.shred(found[1].shred_id)


def spans(client: FlaskClient, receipts: dict[str, str]) -> Spans:
    """Milliseconds of each answer, by kind, one for each round."""
    found: Spans = {kind: [] for kind in receipts}
    for number in range(ROUNDS):
        order = list(receipts.items())
        for kind, receipt in order[number % len(order) :] + order[: number % len(order)]:
            started = time.perf_counter()
            client.post("/follow/", data={"receipt": receipt})
            found[kind].append((time.perf_counter() - started) * 1000)
    return found


def ratio(found: Spans, one: str, other: str) -> float:
    """How much longer one kind takes than another, round by round."""
    return statistics.median(a / b for a, b in zip(found[one], found[other], strict=True))


def report(runtime: Runtime, client: FlaskClient) -> None:
    """One line a kind, then the ratio and its floor."""
    found = spans(client, chosen(runtime))
    print(f"\n{'receipt':<16}{'median ms':>11}{'fastest ms':>12}")
    for kind, times in found.items():
        print(f"{kind:<16}{statistics.median(times):>11.1f}{min(times):>12.1f}")
    floor = ratio(found, "unknown", "unknown too")
    print(f"unknown / destroyed {ratio(found, 'unknown', 'destroyed'):.3f}, floor {floor:.3f}")
