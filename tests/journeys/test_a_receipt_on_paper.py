"""What a printer puts on paper, the browser's own header and footer included."""

import re

import pytest
from pypdfium2 import PdfDocument

DAY = {"zh": r"\d+月\d+日（周.）", "en": r"[A-Z][a-z]{2} \d+ [A-Z][a-z]+"}


@pytest.mark.parametrize(("lang", "title"), [("zh", "便条"), ("en", "Note")])
def test_the_paper_says_digits_and_days_and_not_what_they_are_for(story, lang, title) -> None:
    slip = story.filing(lang)
    paper = PdfDocument(story.printed[lang])
    assert len(paper) == 1
    said = paper[0].get_textpage().get_text_range().split("\r\n")
    assert said[0].strip() == slip.receipt
    assert len(said) > 1
    for line in said[1:]:
        assert re.fullmatch(DAY[lang], line.strip()), line
    assert paper.get_metadata_value("Title") == title
