"""/verify: the signature alone, on released files alone, whatever became of a report."""

from dataclasses import replace
from io import BytesIO

import pytest
from nacl.signing import SigningKey

from reportdesk.domain.proof import LONGEST_PROOF, commitment, key_id, opening, written
from tests.release.samples import frozen, put
from tests.vault.signed import SAID, TEXT
from tests.web.browser import Browser
from tests.web.public.conftest import site

KEY = SigningKey(b"k" * 32)
PUBLIC = KEY.verify_key.encode()


def proof(key: SigningKey = KEY, **changes: object) -> str:
    said = replace(SAID, key=key_id(key.verify_key.encode()), **changes)
    return written(said, key.sign(said.message()).signature)


@pytest.fixture
def reader(tmp_path) -> Browser:
    """A reader of a public site that has neither a database nor a key file."""
    put(tmp_path, replace(frozen(), proof_keys=(PUBLIC,)))
    return Browser(site(tmp_path).test_client())


def checked(reader: Browser, text: str, more: str = "", lang: str = "") -> str:
    reader.open(f"/verify{lang}").fill(proof=text, text=more).press("check")
    return reader.text


def test_a_genuine_proof_is_called_so_with_what_it_does_not_mean(reader) -> None:
    said = checked(reader, f"别的话\n{proof()}\n再见")
    assert reader.status == 200
    for words in ("签名是真的", "2026年3月2日（周一）", "湖北省教育厅", "不说明举报的内容属实"):
        assert words in said
    assert "原文对得上" not in said.split("签名是真的，说明什么")[0]


def test_the_text_is_compared_only_when_it_is_given(reader) -> None:
    assert "签名里的核对码，就是从这份原文算出来的" in checked(reader, proof(), TEXT)
    other = TEXT.replace("录音", "录像")
    assert "核对码不是从这份原文算出来的" in checked(reader, proof(), other)
    said = checked(reader, proof().replace("2026-03-02", "2026-03-09"), TEXT)
    assert "签名对不上" in said
    assert "原文和证明配成一对，但签名不算数" in said


def test_a_changed_proof_and_one_of_a_stranger_are_told_apart(reader) -> None:
    assert "签名对不上" in checked(reader, proof().replace("湖北省教育厅", "湖南省教育厅"))
    assert "不认识签名用的公钥" in checked(reader, proof(SigningKey(b"o" * 32)))


def test_a_proof_of_what_was_never_filed_answers_like_any_other(reader) -> None:
    never = opening(b"n" * 32, "从来没有提交过的话。")
    answers = [checked(reader, proof(commitment=commitment(text)), text) for text in (TEXT, never)]
    parts = [answer.replace(TEXT, "").replace(never, "") for answer in answers]
    assert parts[0] == parts[1]
    assert "签名是真的" in parts[0]


@pytest.mark.parametrize(
    ("typed", "more", "words"),
    [
        ("", "", "请把整份证明贴进来"),
        ("请核对", "", "没有找到完整的证明"),
        (proof()[:-30], "", "没有找到完整的证明"),
        ("字" * (LONGEST_PROOF + 1), "", f"最多 {LONGEST_PROOF} 个字"),
        (proof(), "不是原文", "没有找到完整的原文"),
        (proof(), "字" * 60_001, "最多 60000 个字"),
        (proof().replace("reportdesk-proof: 1", "reportdesk-proof: 9"), "", "版本比本站新"),
    ],
)
def test_what_cannot_be_checked_is_said_at_its_field_and_stays_typed(
    reader, typed: str, more: str, words: str
) -> None:
    assert words in checked(reader, typed, more)
    assert reader.status == 422
    assert reader.form().values["proof"] == [typed]
    assert reader.form().values["text"] == [more]


def test_more_than_a_form_may_carry_is_refused_with_a_sentence(reader) -> None:
    response = reader.client.post("/verify", data={"proof": "字" * 2_000_000})
    assert response.status_code == 413
    assert "请把字写短一些" in response.get_data(as_text=True)


def test_files_sent_to_it_are_not_looked_at(reader) -> None:
    data = {"proof": (BytesIO(b"x" * 1000), "x.txt")}
    response = reader.client.post("/verify", data=data, content_type="multipart/form-data")
    assert response.status_code == 422


def test_nothing_of_it_is_kept_by_a_browser_and_no_cookie_is_set(reader) -> None:
    for response in (
        reader.client.get("/verify"),
        reader.client.post("/verify", data={"proof": proof()}),
        reader.client.post("/verify", data={"proof": "?"}),
    ):
        assert response.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in response.headers


def test_in_an_address_nothing_is_checked(reader) -> None:
    response = reader.client.get("/verify?proof=x")
    assert response.status_code == 400


def test_it_speaks_english_and_keeps_what_was_pasted_in_the_other_language(reader) -> None:
    said = checked(reader, proof(), TEXT, "?lang=en")
    assert "The signature is genuine" in said
    assert "Hubei Department of Education" in said
    reader.press("lang")
    assert "核对提交证明" in reader.text
    assert reader.form().values["proof"] == [proof()]


def test_the_public_keys_stand_on_the_page_as_standard_tools_read_them(reader) -> None:
    reader.open("/verify")
    assert PUBLIC.hex() in reader.text
    assert "-----BEGIN PUBLIC KEY-----" in reader.text
    assert key_id(PUBLIC) in reader.text


def test_before_the_first_release_it_says_that_no_key_is_known(empty_client) -> None:
    reader = Browser(empty_client)
    assert "最新一次发布里还没有公钥" in checked(reader, proof())
    assert "不认识签名用的公钥" in reader.text


def test_markup_in_a_proof_is_shown_as_text(reader) -> None:
    checked(reader, proof(name_zh="<script>alert(1)</script>"))
    assert "<script>alert" not in reader.response.get_data(as_text=True)
