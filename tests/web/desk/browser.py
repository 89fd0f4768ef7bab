"""A signed-in member of staff at the desk: looks at pages and sends their forms, no script."""

import html
import re

from tests.builders import sign_in

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME, VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')


class Staff:
    """One member with a session of their own, renewed when the clock has moved."""

    def __init__(self, app, runtime, holder):
        self.holder, self.runtime = holder, runtime
        self.browser, self.since = app.test_client(), None

    @property
    def client(self):
        """The browser, signed in."""
        if self.since != self.runtime.clock():
            self.since = self.runtime.clock()
            cookie = sign_in(self.runtime, self.holder)
            self.browser.set_cookie("desk", cookie, path="/desk")
        return self.browser

    def look(self, path, status=200):
        """A page's text."""
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.get_data(as_text=True)

    def hidden(self, page):
        """The hidden fields of a page's forms; the first of each name counts."""
        found = {}
        for field in HIDDEN.findall(page):
            name, value = NAME.search(field), VALUE.search(field)
            if name:
                found.setdefault(name[1], html.unescape(value[1]) if value else "")
        return found

    def send(self, path, page=None, to=None, **fields):
        """Fill in and send the form of a page; ``page`` is one that was looked at before."""
        hidden = self.hidden(page or self.look(path))
        return self.client.post(to or path, data={**hidden, **fields})

    def done(self, path, page=None, to=None, **fields):
        """Send a form and read the page that follows."""
        answer = self.send(path, page, to, **fields)
        text = re.sub("<[^>]+>", " ", answer.get_data(as_text=True))
        assert answer.status_code == 303, text[-3000:]
        return self.look(answer.headers["Location"])


def words(page):
    """The text of a page without its markup, spaces as one."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())
