"""Personal details found in typed texts, as a page shows them and a person decides about them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from reportdesk.domain.identity import Detail, Level, details, mask
from reportdesk.web.markup import paragraphs

CHOICES = ("mask", "keep", "edit")
PREFIX = "find-"
OPENS, CLOSES = "\ue000", "\ue001"
"""Signs that nobody types, where a mark begins and ends until the text is escaped."""


@dataclass(frozen=True, slots=True)
class Find:
    """One detail in the text of ``field``; ``choice`` is what was decided, or the default."""

    field: str
    detail: Detail
    words: str
    choice: str

    @property
    def name(self) -> str:
        """Name of the choice in the form; it changes when the text does."""
        return finding_name(self.field, self.detail)


def finding_name(field: str, detail: Detail) -> str:
    """Name of the choice about one detail."""
    return f"{PREFIX}{field}-{detail.kind}-{detail.start}-{detail.end}"


def finds(texts: Mapping[str, str], decided: Mapping[str, object]) -> tuple[Find, ...]:
    """Every detail with the choice made; by default names of others are kept, the rest masked."""
    found = []
    for field, text in texts.items():
        for detail in details(text):
            given = decided.get(finding_name(field, detail))
            usual = "keep" if detail.level is Level.IDENTIFIES_OTHERS else "mask"
            choice = str(given) if given in CHOICES else usual
            found.append(Find(field, detail, text[detail.start : detail.end], choice))
    return tuple(found)


def masked(texts: Mapping[str, str], found: tuple[Find, ...]) -> dict[str, str]:
    """The texts with everything masked that the person wants masked."""
    return {
        field: mask(text, [f.detail for f in found if f.field == field and f.choice == "mask"])
        for field, text in texts.items()
    }


def marked(
    field: str,
    text: str,
    found: tuple[Find, ...],
    made: Callable[[str], Markup] = paragraphs,
) -> Markup:
    """A typed text with its finds marked; ``made`` escapes it, by default as paragraphs."""
    plain = text.replace(OPENS, "?").replace(CLOSES, "?")
    for find in sorted(found, key=lambda f: f.detail.start, reverse=True):
        if find.field == field:
            start, end = find.detail.start, find.detail.end
            plain = f"{plain[:start]}{OPENS}{plain[start:end]}{CLOSES}{plain[end:]}"
    html = str(made(plain)).replace(OPENS, "<mark>").replace(CLOSES, "</mark>")
    return Markup(html)  # noqa: S704 -- escaped by ``made``; only our own element was added


def decisions(form: Mapping[str, str]) -> dict[str, str]:
    """The choices of a posted form."""
    return {name: value for name, value in form.items() if name.startswith(PREFIX)}
