from itertools import chain

import pytest
from pypinyin import lazy_pinyin

from reportdesk.vault.fingerprint import _words, fingerprint
from reportdesk.vault.keypair import KeyPair


def test_a_key_has_the_same_six_words_for_everybody() -> None:
    public = KeyPair.new().public
    for lang in ("zh_Hans_CN", "en"):
        assert len(fingerprint(public, lang)) == 6
        assert fingerprint(public, lang) == fingerprint(public, lang)


def test_the_words_of_a_key_never_change_between_versions() -> None:
    english = ("window", "jewel", "planet", "tractor", "pirate", "nickel")
    assert fingerprint(bytes(32), "en") == english
    assert fingerprint(bytes(32), "zh") == ("广场", "菊花", "钢笔", "祖父", "铅笔", "夏日")


def test_other_keys_have_other_words() -> None:
    assert len({fingerprint(KeyPair.new().public, "zh") for _ in range(30)}) == 30


def test_one_changed_bit_changes_the_words() -> None:
    public = bytearray(KeyPair.new().public)
    before = fingerprint(bytes(public), "en")
    public[31] ^= 1
    assert fingerprint(bytes(public), "en") != before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_language_has_256_different_words(lang: str) -> None:
    assert len(set(_words(lang))) == 256


def test_chinese_words_have_two_characters_and_no_two_sound_alike() -> None:
    words = _words("zh")
    assert {len(word) for word in words} == {2}
    assert len({" ".join(lazy_pinyin(word)) for word in words}) == 256


def test_english_words_are_plain_and_short() -> None:
    assert set(chain.from_iterable(_words("en"))) <= set("abcdefghijklmnopqrstuvwxyz")
    assert max(map(len, _words("en"))) <= 10
