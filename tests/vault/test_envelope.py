import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.vault.envelope import (
    TEXT_FLOOR,
    CannotOpen,
    aead_open,
    aead_seal,
    lift_ladder,
    open_box,
    open_sealed,
    pad,
    padme,
    seal,
    seal_to,
    unpad,
    unwrap_key,
    wrap_key,
    wrap_ladder,
)
from reportdesk.vault.keypair import KeyPair

KEY = secrets.token_bytes(32)
SHRED = secrets.token_bytes(32)
ESCALATION = secrets.token_bytes(32)
READER = KeyPair.new()
WORDS = "老师要求全班录音，否则平时分为零。".encode()
PLACE = {"table": "report", "row": "r1", "column": "sealed"}
OVERHEAD = 1 + 24 + 16


def flipped(blob: bytes, bit: int) -> bytes:
    changed = bytearray(blob)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@given(st.binary(max_size=3000))
def test_a_column_opens_to_what_was_sealed(data: bytes) -> None:
    assert open_sealed(KEY, seal(KEY, data, **PLACE), **PLACE) == data


def test_every_sealed_value_starts_with_its_version() -> None:
    wrap = wrap_key(READER.public, KEY, SHRED)
    for blob in (
        seal(KEY, WORDS, **PLACE),
        seal_to(READER.public, WORDS),
        wrap,
        wrap_ladder(READER.public, KEY, SHRED, ESCALATION),
        aead_seal(KEY, WORDS, ("x",)),
    ):
        assert blob[0] == 1


@pytest.mark.parametrize(
    "moved",
    [
        {**PLACE, "row": "r2"},
        {**PLACE, "column": "case_key"},
        {**PLACE, "table": "message"},
        {"table": "report", "row": "r1s", "column": "ealed"},
        {"table": "reportr1", "row": "", "column": "sealed"},
    ],
)
def test_a_value_moved_to_another_row_or_column_does_not_open(moved: dict[str, str]) -> None:
    blob = seal(KEY, WORDS, **PLACE)
    with pytest.raises(CannotOpen):
        open_sealed(KEY, blob, **moved)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(CannotOpen):
        open_sealed(bytes(32), seal(KEY, WORDS, **PLACE), **PLACE)


@given(st.integers(0, 8 * (OVERHEAD + TEXT_FLOOR) - 1))
def test_any_changed_bit_of_a_sealed_text_is_noticed(bit: int) -> None:
    with pytest.raises(CannotOpen):
        open_sealed(KEY, flipped(seal(KEY, WORDS, **PLACE), bit), **PLACE)


@given(st.integers(0, OVERHEAD + TEXT_FLOOR - 1))
def test_a_sealed_text_cut_short_does_not_open(length: int) -> None:
    blob = seal(KEY, WORDS, **PLACE)
    with pytest.raises(CannotOpen):
        open_sealed(KEY, blob[:length], **PLACE)
    with pytest.raises(CannotOpen):
        open_sealed(KEY, blob + blob[:1], **PLACE)


def test_sealing_the_same_words_twice_looks_different() -> None:
    assert seal(KEY, WORDS, **PLACE) != seal(KEY, WORDS, **PLACE)


def test_a_later_version_is_refused_rather_than_guessed() -> None:
    with pytest.raises(CannotOpen):
        aead_open(KEY, b"\x02" + aead_seal(KEY, WORDS, ("x",))[1:], ("x",))


# Lengths


@given(st.binary(max_size=5000))
def test_padding_comes_off_exactly(data: bytes) -> None:
    assert unpad(pad(data)) == data


@given(st.integers(0, TEXT_FLOOR - 1))
def test_all_short_texts_have_one_length(length: int) -> None:
    assert len(pad(bytes(length))) == TEXT_FLOOR
    assert len(seal(KEY, bytes(length), **PLACE)) == TEXT_FLOOR + OVERHEAD


@given(st.integers(TEXT_FLOOR, 60_000))
def test_longer_texts_fall_into_few_buckets_at_most_twelve_percent_above(length: int) -> None:
    padded = len(pad(bytes(length)))
    assert padded > length
    assert padded <= (length + 1) * 1.12
    assert padme(padded) == padded


def test_all_texts_up_to_a_million_bytes_share_fewer_than_300_lengths() -> None:
    buckets = {padme(max(length, TEXT_FLOOR)) for length in range(0, 1_000_000, 7)}
    assert len(buckets) < 300


def test_the_buckets_are_those_of_the_paper() -> None:
    # Nikitin et al., PoPETs 2019: 9 -> 10, 1000 -> 1024; powers of two stay
    assert [padme(n) for n in (1, 2, 8, 9, 1000, 1024, 1025)] == [1, 2, 8, 10, 1024, 1024, 1088]


@pytest.mark.parametrize("damaged", [b"", bytes(512), b"\x01" * 512])
def test_padding_that_is_none_is_refused(damaged: bytes) -> None:
    with pytest.raises(CannotOpen):
        unpad(damaged)


# To a key pair


@given(st.binary(max_size=2000))
def test_a_box_opens_for_its_reader(data: bytes) -> None:
    assert open_box(READER, seal_to(READER.public, data, purpose="totp"), purpose="totp") == data


def test_a_box_opens_for_nobody_else_and_for_nothing_else() -> None:
    blob = seal_to(READER.public, WORDS, purpose="totp")
    with pytest.raises(CannotOpen):
        open_box(KeyPair.new(), blob, purpose="totp")
    for purpose in ("", "draft", "tot", "totp2"):
        with pytest.raises(CannotOpen):
            open_box(READER, blob, purpose=purpose)


@given(st.integers(0, 8 * 561 - 1))
def test_any_changed_bit_of_a_box_is_noticed(bit: int) -> None:
    blob = seal_to(READER.public, WORDS)
    assert len(blob) == 561
    # X25519 ignores the top bit of a public key (RFC 7748, section 5), yet the box mixes the
    # ephemeral key into its nonce, so even that bit is noticed
    with pytest.raises(CannotOpen):
        open_box(READER, flipped(blob, bit))


@pytest.mark.parametrize("length", [0, 1, 10, 48, 49, 560])
def test_a_box_cut_short_does_not_open(length: int) -> None:
    with pytest.raises(CannotOpen):
        open_box(READER, seal_to(READER.public, WORDS)[:length])


def test_short_secrets_in_boxes_have_one_length() -> None:
    assert len({len(seal_to(READER.public, bytes(n))) for n in range(500)}) == 1


# Wraps of a report's key


def test_a_wrap_opens_with_the_readers_key_and_the_shred_key_together() -> None:
    assert unwrap_key(READER, wrap_key(READER.public, KEY, SHRED), SHRED) == KEY


def test_without_the_shred_key_not_even_the_reader_unwraps() -> None:
    wrap = wrap_key(READER.public, KEY, SHRED)
    for wrong in (bytes(32), secrets.token_bytes(32), READER.private):
        with pytest.raises(CannotOpen):
            unwrap_key(READER, wrap, wrong)
    with pytest.raises(CannotOpen):
        open_box(READER, wrap)


def test_the_shred_key_alone_unwraps_nothing() -> None:
    with pytest.raises(CannotOpen):
        unwrap_key(KeyPair.new(), wrap_key(READER.public, KEY, SHRED), SHRED)


def test_a_ladder_wrap_is_useless_to_its_reader_until_the_site_lifts_it() -> None:
    ladder = wrap_ladder(READER.public, KEY, SHRED, ESCALATION)
    with pytest.raises(CannotOpen):
        unwrap_key(READER, ladder, SHRED)
    with pytest.raises(CannotOpen):
        lift_ladder(ladder, SHRED)
    with pytest.raises(CannotOpen):
        lift_ladder(ladder, secrets.token_bytes(32))
    assert unwrap_key(READER, lift_ladder(ladder, ESCALATION), SHRED) == KEY


def test_a_lifted_wrap_is_an_ordinary_one_that_the_site_itself_cannot_open() -> None:
    lifted = lift_ladder(wrap_ladder(READER.public, KEY, SHRED, ESCALATION), ESCALATION)
    assert len(lifted) == len(wrap_key(READER.public, KEY, SHRED))
    with pytest.raises(CannotOpen):
        unwrap_key(KeyPair.of_private(ESCALATION), lifted, SHRED)
    with pytest.raises(CannotOpen):
        lift_ladder(lifted, ESCALATION)


def test_one_kind_of_sealed_value_never_opens_as_another() -> None:
    wrap = wrap_key(READER.public, KEY, SHRED)
    with pytest.raises(CannotOpen):
        open_sealed(SHRED, wrap, **PLACE)
    with pytest.raises(CannotOpen):
        lift_ladder(wrap_key(READER.public, KEY, ESCALATION), ESCALATION)
    with pytest.raises(CannotOpen):
        unwrap_key(READER, aead_seal(SHRED, seal_to(READER.public, KEY), ("wrap",)), SHRED)
