"""Guards on the templates: nothing inline, nothing from elsewhere."""

import re

from tests.architecture.tree import name, templates

INLINE = {
    r"<style[\s>]": "put it into the one stylesheet",
    r"\sstyle\s*=": "give it a class in the one stylesheet",
    r"<script(?![^>]*\ssrc=)": "put it into a file under web/static",
    r"\son[a-z]+\s*=\s*[\"']": "attach it from a file under web/static",
    r"(?i)href\s*=\s*[\"']javascript:": "use a link or a form",
    r"<(?:script|img|link|iframe|source|video)[^>]*\s(?:src|href)\s*=\s*[\"'](?:https?:)?//": (
        "serve it ourselves: a reader's browser asks nobody else"
    ),
    r"\|\s*safe\b": "return Markup from web/markup.py, which cleans",
}


def test_pages_hold_nothing_the_content_policy_would_refuse() -> None:
    found = []
    for path in templates():
        if name(path).startswith("templates/mail/"):
            continue
        text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for pattern, remedy in INLINE.items():
            found += [f"{name(path)}: {hit[0]!r}: {remedy}" for hit in re.finditer(pattern, text)]
    assert not found, "\n".join(found)
