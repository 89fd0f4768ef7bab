import base64
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportdesk.domain.errors import BadInput, Expired
from reportdesk.vault.carry import open_state, seal_state
from reportdesk.vault.keys import SiteKeys
from tests.fakes import SHANGHAI

NOON = datetime(2026, 3, 17, 12, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
STATE = {"place": "420100", "words": "老师说不录就重修", "answers": {"compulsory": "yes"}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def opened(
    site: SiteKeys, token: str, now: datetime = NOON, *, purpose: str = "filing"
) -> dict[str, Any]:
    return open_state(site, purpose, token, now, DAY)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.dictionaries(st.text(), JSON))
def test_what_a_form_carries_comes_back_as_it_was(site: SiteKeys, data: dict[str, Any]) -> None:
    assert opened(site, seal_state(site, "filing", data, NOON)) == data


def test_a_state_is_plain_text_for_a_hidden_field(site: SiteKeys) -> None:
    token = seal_state(site, "filing", STATE, NOON)
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=")


def test_a_state_shows_neither_content_nor_day(site: SiteKeys) -> None:
    raw = base64.urlsafe_b64decode(seal_state(site, "filing", STATE, NOON))
    for secret in ("420100", "老师", "compulsory", "2026", str(int(NOON.timestamp()))):
        assert secret.encode() not in raw
    assert int(NOON.timestamp()).to_bytes(4, "big") not in raw


def test_short_states_have_one_length_whatever_they_say(site: SiteKeys) -> None:
    lengths = {len(seal_state(site, "filing", {"w": "字" * n}, NOON)) for n in range(0, 150, 10)}
    assert len(lengths) == 1


def test_a_secret_repeated_by_a_stranger_does_not_shorten_the_state(site: SiteKeys) -> None:
    same = seal_state(site, "filing", {"a": "x7Qp" * 300, "b": "x7Qp" * 300}, NOON)
    other = seal_state(site, "filing", {"a": "x7Qp" * 300, "b": "k2Rm" * 300}, NOON)
    assert len(same) == len(other)


def test_a_state_for_one_purpose_is_refused_for_another(site: SiteKeys) -> None:
    token = seal_state(site, "following", STATE, NOON)
    with pytest.raises(BadInput) as caught:
        opened(site, token)
    assert (caught.value.field, caught.value.code) == ("state", "tampered")


def test_any_changed_byte_is_refused(site: SiteKeys) -> None:
    raw = base64.urlsafe_b64decode(seal_state(site, "filing", {}, NOON))
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises((BadInput, Expired)):
            opened(site, base64.urlsafe_b64encode(changed).decode())


@pytest.mark.parametrize("token", ["", "A", "AQ==", "AQAA", "状态", "x" * 5000, "!" * 8, "AQ\n=="])
def test_text_that_is_no_state_is_refused(site: SiteKeys, token: str) -> None:
    site.form_key(NOON.date())
    with pytest.raises((BadInput, Expired)):
        opened(site, token)


def test_a_state_cut_short_is_refused(site: SiteKeys) -> None:
    token = seal_state(site, "filing", STATE, NOON)
    for length in (len(token) // 2, len(token) - 4, 8):
        with pytest.raises(BadInput, match="tampered"):
            opened(site, token[:length])


def test_a_state_with_anything_slipped_in_is_refused(site: SiteKeys) -> None:
    token = seal_state(site, "filing", STATE, NOON)
    for extra in ("!", "\n", " ", "=", "字"):
        with pytest.raises(BadInput, match="tampered"):
            opened(site, token[:8] + extra + token[8:])


def test_a_state_lives_as_long_as_it_may_and_no_longer(site: SiteKeys) -> None:
    half_hour = timedelta(minutes=30)
    token = seal_state(site, "following", STATE, NOON)
    assert open_state(site, "following", token, NOON + half_hour, half_hour) == STATE
    with pytest.raises(Expired, match="state_expired"):
        open_state(site, "following", token, NOON + half_hour + timedelta(seconds=1), half_hour)


def test_a_form_left_open_over_midnight_still_opens(site: SiteKeys) -> None:
    token = seal_state(site, "filing", STATE, NOON)
    assert opened(site, token, NOON + timedelta(hours=20)) == STATE


def test_a_node_whose_clock_is_behind_opens_the_state_of_one_ahead(site: SiteKeys) -> None:
    ahead = datetime(2026, 3, 18, 0, 0, 1, tzinfo=SHANGHAI)
    token = seal_state(site, "filing", STATE, ahead)
    assert opened(site, token, ahead - timedelta(seconds=5)) == STATE


def test_when_the_days_key_is_destroyed_the_state_is_gone_for_good(site: SiteKeys) -> None:
    token = seal_state(site, "filing", STATE, NOON)
    kept = {path.name: path.read_bytes() for path in site.folder.iterdir()}
    later = NOON + 2 * DAY
    site.sweep_form_keys(later.date())
    for when in (later, NOON):
        with pytest.raises(Expired, match="state_expired"):
            open_state(site, "filing", token, when, timedelta(days=365))
    del kept["form-2026-03-17"]
    assert {path.name: path.read_bytes() for path in site.folder.iterdir()} == kept


def test_two_nodes_on_one_key_folder_open_each_others_states(site: SiteKeys) -> None:
    other = SiteKeys.load(site.folder)
    assert opened(other, seal_state(site, "filing", STATE, NOON)) == STATE
