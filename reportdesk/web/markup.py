"""Light Markdown of staff texts, made safe. Never linkifies: bleach's linkify breaks Chinese text.

Two layers: markdown-it runs with raw HTML off, then bleach keeps a short list of elements; the
strict content policy is the third. Student texts are never Markdown: they are shown as typed
(``paragraphs``).
"""

import re
from functools import cache
from html import unescape

import bleach
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "h3", "h4", "a", "hr"})
ATTRIBUTES = {"a": ["href"], "ol": ["start"]}
PROTOCOLS = frozenset({"https", "http", "mailto"})
HEADINGS = re.compile(r"<(/?)h([1-6])>")
BLOCK_ENDS = re.compile(r"</(?:p|li|h3|h4|blockquote)>|<br ?/?>|<hr ?/?>")
TAG = re.compile(r"<[^>]*>")
BLANK_LINES = re.compile(r"\n\s*\n")


@cache
def _parser() -> MarkdownIt:
    """CommonMark without raw HTML, images, code and tables."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    return parser.disable(["image", "code", "fence", "html_block", "html_inline", "backticks"])


def markdown(text: str) -> Markup:
    """Safe HTML of a light Markdown text; headings start at the third level."""
    html = HEADINGS.sub(_lower_heading, _parser().render(text))
    clean = bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True)
    return Markup(clean)  # noqa: S704 -- bleach has just cleaned it


def _lower_heading(match: re.Match[str]) -> str:
    """Level 1 and 2 become 3, deeper ones 4: the page owns the levels above."""
    return f"<{match[1]}h{3 if match[2] in '12' else 4}>"


def plain(text: str) -> str:
    """The words of a Markdown text, a line for each block: for letters, feeds and spreadsheets."""
    blocks = BLOCK_ENDS.split(str(markdown(text)))
    lines = (" ".join(TAG.sub("", block).split()) for block in blocks)
    return "\n".join(unescape(line) for line in lines if line)


def paragraphs(text: str) -> Markup:
    """A typed text as typed: escaped, a blank line parts paragraphs, a newline breaks the line."""
    blocks = BLANK_LINES.split(text.replace("\r\n", "\n").strip())
    made = (escape(block).replace("\n", Markup("<br>\n")) for block in blocks if block.strip())
    return Markup("").join(Markup("<p>{}</p>").format(block) for block in made)


def init_app(app: Flask) -> None:
    """Register the filters."""
    app.jinja_env.filters.update(markdown=markdown, plain=plain, paragraphs=paragraphs)
