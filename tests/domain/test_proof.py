"""The two files of a proof: written once, read however they were copied."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.domain.errors import BadInput
from reportdesk.domain.proof import (
    LONGEST_PROOF,
    LONGEST_TEXT,
    Statement,
    commitment,
    opening,
    parse,
    written,
)

SALT, SIGNATURE = bytes(range(32)), bytes(64)
TEXT = "学校：示范学院\n\n每天录 30 分钟。  \n-----END REPORTDESK TEXT-----\n\t后来也是。\n\n"
SAID = Statement(
    authority="edu-420000",
    name_zh="湖北省教育厅",
    name_en="Hubei Department of Education",
    day=date(2026, 3, 2),
    demonstration=False,
    commitment=commitment(opening(SALT, TEXT)),
    key="0123456789abcdef",
)
PROOF = written(SAID, SIGNATURE)


def refusal(work, *given: str) -> str:
    with pytest.raises(BadInput) as caught:
        work(*given)
    return caught.value.code


def copied(text: str) -> list[str]:
    """The same text as mail, editors and phones hand it on."""
    return [
        text,
        text.replace("\n", "\r\n"),
        "\ufeff说明在上面\n\n" + text + "\n再见",
        text.replace("\n", "   \n"),
        text.strip(),
    ]


def test_a_statement_reads_as_it_was_written_however_it_was_copied() -> None:
    for typed in copied(PROOF):
        found = parse(typed)
        assert found.statement == SAID
        assert found.message == SAID.message()
        assert found.signature == SIGNATURE


def test_a_text_gives_one_commitment_however_it_was_copied() -> None:
    for typed in copied(opening(SALT, TEXT)):
        assert commitment(typed) == SAID.commitment


@given(st.text(max_size=300))
def test_any_text_can_be_committed_to_and_copied_with_other_line_ends(text: str) -> None:
    whole = opening(SALT, text)
    assert commitment(whole.replace("\n", "\r\n")) == commitment(whole)


def test_another_word_or_another_salt_gives_another_commitment() -> None:
    texts = (opening(SALT, TEXT), opening(SALT, TEXT + "。"), opening(SALT[::-1], TEXT))
    assert len({commitment(text) for text in texts}) == 3


def test_the_statement_holds_neither_the_text_nor_the_salt() -> None:
    assert SALT.hex() not in PROOF
    assert "30 分钟" not in PROOF


def test_a_name_with_a_line_of_its_own_adds_no_field() -> None:
    sly = replace(SAID, name_zh="湖北省教育厅\nday: 1999-01-01")
    assert parse(written(sly, SIGNATURE)).statement.day == SAID.day


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "proof_missing"),
        (" \n\t", "proof_missing"),
        ("你好", "proof_format"),
        (PROOF[:-40], "proof_format"),
        (PROOF.replace("-----SIGNATURE-----\n", ""), "proof_format"),
        (PROOF.replace("day: 2026-03-02\n", ""), "proof_format"),
        (PROOF.replace("2026-03-02", "2026-13-02"), "proof_format"),
        (PROOF.replace("2026-03-02", "２０２６-03-02"), "proof_format"),
        (PROOF.replace("sha256:", "md5:"), "proof_format"),
        (PROOF.replace("key: 0123", "key: wxyz"), "proof_format"),
        (PROOF.replace("AAAA", "!!!!"), "proof_format"),
        (PROOF.replace("AAAA\n", "\n").replace("AA==\n", "\n"), "proof_format"),
        (PROOF.replace("reportdesk-proof: 1", "reportdesk-proof: 2"), "proof_version"),
        ("x" * (LONGEST_PROOF + 1), "too_long"),
    ],
)
def test_what_is_no_whole_statement_is_refused_with_a_reason(typed: str, code: str) -> None:
    assert refusal(parse, typed) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "proof_text_format"),
        (PROOF, "proof_text_format"),
        (opening(SALT, TEXT).replace("salt: ", ""), "proof_text_format"),
        (opening(SALT, TEXT).removesuffix("-----END REPORTDESK TEXT-----\n"), "proof_text_format"),
        ("x" * (LONGEST_TEXT + 1), "too_long"),
    ],
)
def test_what_is_no_whole_text_is_refused_with_a_reason(typed: str, code: str) -> None:
    assert refusal(commitment, typed) == code


@given(st.text(alphabet="-BEGINDPROFSTUA: \n\r1a", max_size=200))
def test_garbage_is_refused_and_nothing_worse(typed: str) -> None:
    assert refusal(parse, typed) in {"proof_missing", "proof_format"}
