"""One next step of a case, as its page shows it."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Card:
    """One step; ``text`` is its consequence, ``main`` the one filled button of the page."""

    title: str
    text: Markup
    href: str
    button: str
    main: bool = False
