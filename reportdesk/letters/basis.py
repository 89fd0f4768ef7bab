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

    def words(self, lang: str, *, named: bool = True) -> str:
        """《信访工作条例》第四十六条第（五）项; without the law when it was just named."""
        number, _, item = self.article.partition(".")
        if lang == "en":
            law = f"{self.law[1]}, " if named else ""
            return f"{law}{article_words(number, lang)}{f', item {item}' if item else ''}"
        law = f"《{self.law[0]}》" if named else ""
        point = f"第（{number_zh(int(item))}）项" if item else ""
        return f"{law}{article_words(number, lang)}{point}"


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
CONTENT = petitions("32")
REVIEW_RIGHT = petitions("35")
FINAL_RIGHT = petitions("36")
FINAL_END = petitions("36(3)")
NOT_TAKEN = petitions("23(1)")

PERSONAL_DATA = ("个人信息保护法", "Personal Information Protection Law")
VOCATIONAL = ("职业教育法", "Vocational Education Law")


def personal_data(article: str) -> Ground:
    """An article of the Personal Information Protection Law, read in full."""
    return Ground(PERSONAL_DATA, article, "V")


def vocational(article: str) -> Ground:
    """An article of the Vocational Education Law, read in full."""
    return Ground(VOCATIONAL, article, "V")


REGULATOR = (personal_data("60(2)"), personal_data("61.2"), personal_data("65(1)"))
"""Who looks after personal data, takes complaints about it, and that anybody may make them."""
INTERMEDIARIES = (vocational("50(2)"), vocational("66(2)"), vocational("66(3)"))
"""No agency may arrange internships, and who steps in."""
HANDLING = (personal_data("5"), personal_data("6"), personal_data("13"), personal_data("17"))
"""What anybody who handles personal data has to keep to; no word of petitions."""
SENSITIVE = (personal_data("28"), personal_data("29"), personal_data("31"))
