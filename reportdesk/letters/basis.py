"""What letters rest on: articles, with how far the wording of each was checked.

``article`` is as in a pack (``30(3)`` is a paragraph), and ``46.5`` a numbered item. The codes are
those of docs/packs.md; readers never see them.
"""

from dataclasses import dataclass

from reportdesk.packs.words import article_words, number_zh

PETITIONS = ("信访工作条例", "Regulation on Petition Work")


@dataclass(frozen=True, slots=True)
class Ground:
    """One article that a letter cites."""

    law: tuple[str, str]
    article: str
    code: str

    def words(self, lang: str) -> str:
        """《信访工作条例》第四十六条第（五）项."""
        number, _, item = self.article.partition(".")
        if lang == "en":
            return f"{self.law[1]}, {article_words(number, lang)}{f', item {item}' if item else ''}"
        point = f"第（{number_zh(int(item))}）项" if item else ""
        return f"《{self.law[0]}》{article_words(number, lang)}{point}"


def petitions(article: str) -> Ground:
    """An article of the Regulation on Petition Work, read in full."""
    return Ground(PETITIONS, article, "V")


REGISTER = petitions("23")
COUNT = petitions("23(3)")
DECIDE = petitions("34")
SECRECY = (petitions("30(3)"), petitions("46.5"))
"""Nothing of a report may reach whoever it is about."""
GUIDANCE = petitions("15(1)")
LATE_NOTICE = petitions("44.3")
LATE_DECISION = petitions("45.1")
