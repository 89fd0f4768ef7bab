"""A browser without scripts and cookies: it fills the form of a page and presses its buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"input", "br", "meta", "link", "img", "hr", "rect", "line", "path"}


@dataclass
class Form:
    """One form of a page with the values it would send."""

    action: str
    id: str | None
    files: bool
    values: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a page says, and its forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.loose: list[dict[str, str]] = []
        self.said: list[str] = []
        self.title = ""
        self.ids: dict[str, str] = {}
        self.links: list[str] = []
        self._inside: list[tuple[str, str | None]] = []
        self._select: str | None = None
        self._area: str | None = None
        self._button: dict[str, str] | None = None
        self.feed(html)

    @property
    def text(self) -> str:
        """Everything a reader sees, in one line."""
        return " ".join(" ".join(self.said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        if tag not in VOID:
            self._inside.append((tag, given.get("id")))
        if tag == "form":
            kind = given.get("enctype") == "multipart/form-data"
            self.forms.append(Form(given["action"], given.get("id"), kind))
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "button":
            self._press(given)
        elif self.forms and given.get("name"):
            self._control(tag, given)

    def _press(self, given: dict[str, Any]) -> None:
        """A button, of the form around it or of the one it names."""
        names = ("name", "value", "formaction", "form")
        self._button = {"text": "", **{name: given.get(name) or "" for name in names}}
        if self._button["form"]:
            self.loose.append(self._button)
        elif self.forms:
            self.forms[-1].buttons.append(self._button)

    def _control(self, tag: str, given: dict[str, Any]) -> None:
        """A field of the last form."""
        if tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = given["name"]
            self.forms[-1].options.setdefault(given["name"], [])
        elif tag == "textarea":
            self._area = given["name"]
            self.forms[-1].values[given["name"]] = [""]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def _input(self, given: dict[str, Any]) -> None:
        form, name, kind = self.forms[-1], given["name"], given.get("type", "text")
        if kind in {"radio", "checkbox"}:
            form.options.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", "on"))
        elif kind != "file":
            form.values[name] = [given.get("value") or ""]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop()[0] != tag:
            pass
        if tag == "select":
            self._select = None
        elif tag == "textarea" and self._area is not None:
            typed = self.forms[-1].values[self._area]
            typed[0] = typed[0].removeprefix("\r").removeprefix("\n")  # as browsers read it
            self._area = None
        elif tag == "button":
            self._button = None

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._inside]
        if "title" in tags and "svg" not in tags:
            self.title += data
            return
        if self._area is not None:
            self.forms[-1].values[self._area][0] += data
            return
        if self._button is not None:
            self._button["text"] += data
        for _, key in self._inside:
            if key:
                self.ids[key] = self.ids.get(key, "") + data
        self.said.append(data)


class OptionPage(Page):
    """Also notes which options of drop-down lists are chosen."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "option" and self._select is not None:
            given = dict(attrs)
            name, value = self._select, given.get("value") or ""
            form = self.forms[-1]
            form.options[name].append(value)
            if "selected" in given or name not in form.values:
                form.values[name] = [value]


class Browser:
    """One visitor."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.response: TestResponse
        self.page: Page

    def open(self, address: str) -> "Browser":
        """GET a page."""
        return self._take(self.client.get(address))

    def form(self) -> Form:
        """The form that holds what was typed."""
        walks = [form for form in self.page.forms if form.id == "walk"]
        return (walks or self.page.forms)[0]

    def fill(self, **typed: object) -> "Browser":
        """Type, choose or tick; a list ticks several, None clears."""
        for name, value in typed.items():
            values = value if isinstance(value, list) else [] if value is None else [str(value)]
            self.form().values[name] = [str(one) for one in values]
        return self

    def press(self, value: str, name: str = "do", files: list[tuple[Any, str]] | None = None):
        """Press the button with this value; fails when the page has no such button."""
        button, form = self._button(name, value)
        data: dict[str, Any] = {**form.values, name: value}
        if form.files:
            data["files"] = files or []
        address = button["formaction"] or form.action
        kind = "multipart/form-data" if form.files else "application/x-www-form-urlencoded"
        return self._take(self.client.post(address, data=data, content_type=kind))

    def go(self, page: str) -> "Browser":
        """Press a change button."""
        return self.press(page, name="go")

    def _button(self, name: str, value: str) -> tuple[dict[str, str], Form]:
        for form in self.page.forms:
            for button in form.buttons:
                if (button["name"], button["value"]) == (name, value):
                    return button, form
        for button in self.page.loose:
            if (button["name"], button["value"]) == (name, value):
                return button, next(form for form in self.page.forms if form.id == button["form"])
        raise AssertionError(f"no button {name}={value} on: {self.page.title}")

    def _take(self, response: TestResponse) -> "Browser":
        self.response = response
        assert "Set-Cookie" not in response.headers
        assert urlsplit(response.request.path).query == ""
        if response.mimetype == "text/html":
            self.page = OptionPage(response.get_data(as_text=True))
        return self

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.text

    @property
    def status(self) -> int:
        """HTTP status of the last answer."""
        return self.response.status_code
