"""Guards on the addresses: who may, and nothing that follows a reader."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

SAMPLES = {"UUIDConverter": "00000000-0000-0000-0000-000000000000", "IntegerConverter": "1"}


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def is_desk(rule: Rule) -> bool:
    return rule.endpoint.startswith("desk.")


def sample(rule: Rule) -> str:
    """An address the rule answers to, with made-up parts."""
    address = rule.rule
    for part in rule.arguments:
        kind = type(rule._converters[part]).__name__
        for piece in (f"<{part}>", *(f"<{k}:{part}>" for k in ("int", "path", "string", "uuid"))):
            address = address.replace(piece, SAMPLES.get(kind, "x"))
    return address


def open_addresses(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in rules(app):
        if is_desk(rule):
            continue
        for method in ("GET", "POST"):
            if method in (rule.methods or ()):
                yield method, sample(rule)


def test_every_desk_route_declares_who_may_use_it(app: Flask) -> None:
    found = [rule for rule in rules(app) if is_desk(rule)]
    silent = sorted(
        {
            r.endpoint
            for r in found
            if getattr(app.view_functions[r.endpoint], "access", None) is None
        }
    )
    assert found, "the desk has no routes"
    assert not silent, f"Put @access(...) nearest to the function: {silent}"


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_no_student_or_public_route_sets_a_cookie(app: Flask, query: str) -> None:
    walked = 0
    for method, address in open_addresses(app):
        response = app.test_client().open(address + query, method=method)
        assert "Set-Cookie" not in response.headers, (
            f"{method} {address} sets a cookie: keep state in the sealed form, never in the browser"
        )
        assert response.status_code != 500, f"{method} {address} breaks"
        walked += 1
    assert walked, "no route was walked"
