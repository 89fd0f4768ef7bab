import secrets

import pytest

from reportdesk.domain.errors import Expired
from reportdesk.vault.keypair import KeyPair
from reportdesk.vault.keys import Kind, SiteKeys
from reportdesk.vault.sessions import open_session, resume, session_hash
from tests.vault.conftest import Place

SITE_KEY = secrets.token_bytes(32)
PAIR = KeyPair.new()


def test_a_browser_that_brings_its_cookie_goes_on_with_the_unlocked_key() -> None:
    session = open_session(PAIR, SITE_KEY)
    assert resume(session.cookie_value, session.sealed_key, PAIR.public, SITE_KEY) == PAIR
    assert session_hash(session.cookie_value) == session.id_hash


def test_the_servers_row_and_the_site_keys_open_no_session() -> None:
    session = open_session(PAIR, SITE_KEY)
    assert PAIR.private not in session.sealed_key
    guesses = ["", session.id_hash.hex(), SITE_KEY.hex(), PAIR.public.hex(), "A" * 43]
    for guess in guesses:
        with pytest.raises(Expired, match="session"):
            resume(guess, session.sealed_key, PAIR.public, SITE_KEY)


def test_the_cookie_of_one_session_does_not_open_another() -> None:
    one, other = open_session(PAIR, SITE_KEY), open_session(PAIR, SITE_KEY)
    assert one.cookie_value != other.cookie_value
    assert one.id_hash != other.id_hash
    with pytest.raises(Expired):
        resume(one.cookie_value, other.sealed_key, PAIR.public, SITE_KEY)


def test_a_row_moved_to_another_member_opens_nothing() -> None:
    session = open_session(PAIR, SITE_KEY)
    with pytest.raises(Expired):
        resume(session.cookie_value, session.sealed_key, KeyPair.new().public, SITE_KEY)


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" * 60, b"\x02" * 73])
def test_a_damaged_row_opens_nothing(blob: bytes) -> None:
    with pytest.raises(Expired):
        resume(open_session(PAIR, SITE_KEY).cookie_value, blob, PAIR.public, SITE_KEY)


@pytest.mark.parametrize("cookie", ["", "中文", "x" * 10_000, "\x00"])
def test_any_text_in_the_cookie_is_just_no_session(cookie: str) -> None:
    session = open_session(PAIR, SITE_KEY)
    assert len(session_hash(cookie)) == 32
    with pytest.raises(Expired):
        resume(cookie, session.sealed_key, PAIR.public, SITE_KEY)


def test_a_cookie_is_256_random_bits_of_plain_text() -> None:
    cookies = {open_session(PAIR, SITE_KEY).cookie_value for _ in range(100)}
    assert len(cookies) == 100
    assert {len(cookie) for cookie in cookies} == {43}


def test_rotating_the_session_key_ends_every_session(place: Place) -> None:
    vault = place.open()
    session = vault.open_session(PAIR)
    assert vault.resume(session.cookie_value, session.sealed_key, PAIR.public) == PAIR
    assert vault.session_hash(session.cookie_value) == session.id_hash
    SiteKeys.load(place.keys).rotate(Kind.SESSION)
    with pytest.raises(Expired):
        place.open().resume(session.cookie_value, session.sealed_key, PAIR.public)
