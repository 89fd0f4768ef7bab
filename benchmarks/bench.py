"""``make bench``: how long the pages take that people wait for."""

import gzip
import statistics
import time

from flask.testing import FlaskClient

from benchmarks import receipts
from benchmarks.instance import PAGES, demonstration
from config import load_settings
from reportdesk.runtime import Runtime
from reportdesk.web.app import create_app

ROUNDS = 30


def timed(client: FlaskClient, address: str) -> tuple[list[float], int, int]:
    """Milliseconds of each round, the status, and the page's size in bytes when compressed."""
    spans, status, size = [], 0, 0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        response = client.get(address)
        spans.append((time.perf_counter() - started) * 1000)
        status, size = response.status_code, len(gzip.compress(response.data))
    return spans, status, size


def main() -> None:
    """One line for each page, then one for each kind of receipt."""
    with demonstration() as environment:
        runtime = Runtime(load_settings(environment))
        client = create_app(runtime).test_client()
        print(f"{'address':<16}{'status':>7}{'median ms':>11}{'slowest ms':>12}{'kB gzip':>9}")
        for page in PAGES:
            spans, status, size = timed(client, page)
            middle, slowest = statistics.median(spans), max(spans)
            print(f"{page:<16}{status:>7}{middle:>11.1f}{slowest:>12.1f}{size / 1000:>9.1f}")
        receipts.report(runtime, client)
        runtime.db.dispose()


if __name__ == "__main__":
    main()
