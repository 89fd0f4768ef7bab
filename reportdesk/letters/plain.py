"""Light Markdown as the plain lines of a letter."""

import re

_MARKS = re.compile(r"\*\*|__|`|^#{1,6} +|^> ?", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")


def plain_lines(text: str) -> list[str]:
    """The paragraphs and list items of a text, each on a line of its own, without its marks."""
    bare = _LINK.sub(lambda found: f"{found[1]}（{found[2]}）", _MARKS.sub("", text))
    return [line.strip() for line in bare.splitlines() if line.strip()]
