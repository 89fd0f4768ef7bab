"""Somebody in front of the desk who reads pages and sends their forms, hidden fields and all."""

import html
import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.office import Office, Person

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME, VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')
ERROR = re.compile(r'<p class="errmsg" id="([^"]*)-error">.*?</span>(.*?)</p>', re.DOTALL)


class Page:
    """One answer: its status, its words, its hidden fields, and the fields it complains about."""

    def __init__(self, response: TestResponse) -> None:
        self.response, self.status = response, response.status_code
        self.markup = response.get_data(as_text=True)
        self.errors = {name: html.unescape(text) for name, text in ERROR.findall(self.markup)}

    @property
    def words(self) -> str:
        return " ".join(html.unescape(re.sub("<[^>]+>", " ", self.markup)).split())

    @property
    def hidden(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for field in HIDDEN.findall(self.markup):
            name, value = NAME.search(field), VALUE.search(field)
            if name:
                found.setdefault(name[1], html.unescape(value[1]) if value else "")
        return found

    @property
    def to(self) -> str | None:
        return self.response.headers.get("Location")

    def part(self, pattern: str) -> str:
        found = re.search(pattern, self.markup, re.DOTALL)
        assert found, f"not on the page: {pattern}"
        return html.unescape(re.sub("<[^>]+>", "", found[1])).strip()

    def cookies(self) -> dict[str, str]:
        lines = self.response.headers.getlist("Set-Cookie")
        return {line.partition("=")[0]: line for line in lines}


class Visitor:
    """One browser."""

    def __init__(self, app: Flask, office: Office, origin: str = "http://localhost") -> None:
        self.browser: FlaskClient = app.test_client()
        self.office, self.origin = office, origin

    def get(self, path: str, **headers: str) -> Page:
        return Page(self.browser.get(path, base_url=self.origin, headers=headers))

    def send(self, page: Page, path: str, **fields: str) -> Page:
        """Send the form of a page: its hidden fields and what was typed."""
        return self.post(path, **{**page.hidden, **fields})

    def post(self, path: str, **fields: str) -> Page:
        headers = {"Referer": f"{self.origin}{path}"}
        return Page(self.browser.post(path, data=fields, base_url=self.origin, headers=headers))

    def sign_in(self, person: Person, path: str = "/desk/sign-in", **changes: str) -> Page:
        """Open a page that leads to the form, fill it in, and let the next half minute begin."""
        typed = {
            "login": person.login,
            "password": person.password,
            "code": self.office.code(person),
        }
        page = self.send(self.get(path), "/desk/sign-in", **{**typed, **changes})
        self.office.clock.advance(seconds=30)
        return page
