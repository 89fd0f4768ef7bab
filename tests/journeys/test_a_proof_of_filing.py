"""A proof taken with the receipt is checked by somebody who knows nothing else of the site."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("scripts", [False, True], ids=["plain", "scripts"])
def test_a_reader_pastes_a_proof_and_learns_what_the_signature_says(story, scripts) -> None:
    story.answering()
    statement, text = story.proofs["zh"]
    page = story.page(phone=False, scripts=scripts)
    page.goto(f"{story.site.address}/verify")
    page.get_by_label("证明（note-1.txt 的全部内容）").fill(statement)
    page.get_by_label("原文（note-2.txt 的全部内容，可以不填）").fill(text)
    page.get_by_role("button", name="核对", exact=True).click()
    for words in ("签名是真的", "原文对得上"):
        expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()
    assert page.url == f"{story.site.address}/verify"
    page.get_by_label("证明（note-1.txt 的全部内容）").fill(statement.replace("湖北", "湖南"))
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("heading", name="签名对不上")).to_be_visible()
