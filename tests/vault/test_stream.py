import secrets
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl import bindings

from reportdesk.vault.envelope import CannotOpen, padme
from reportdesk.vault.stream import CHUNK, open_stream, seal_stream

KEY = secrets.token_bytes(32)
HEAD = 25
SEALED_CHUNK = CHUNK + 17
ROOM = CHUNK - 4
SIZES = [0, 1, ROOM - 1, ROOM, ROOM + 1, CHUNK, 2 * ROOM, 2 * ROOM + 1, 300_000, 1_000_000]


def sealed(data: bytes) -> bytes:
    return b"".join(seal_stream(KEY, [data]))


def opened(blob: bytes, piece: int = 50_000) -> bytes:
    pieces = [blob[i : i + piece] for i in range(0, len(blob), piece)]
    return b"".join(open_stream(KEY, pieces))


@pytest.mark.parametrize("size", SIZES)
def test_a_file_comes_back_byte_for_byte(size: int) -> None:
    data = secrets.token_bytes(size)
    assert opened(sealed(data)) == data


@given(st.lists(st.binary(max_size=400), max_size=8), st.integers(1, 90_000))
def test_how_the_bytes_arrive_makes_no_difference(parts: list[bytes], piece: int) -> None:
    blob = b"".join(seal_stream(KEY, parts))
    assert opened(blob, piece) == b"".join(parts)


def test_bytes_that_look_like_padding_are_kept() -> None:
    for data in (bytes(100), b"\x80" + bytes(70_000), bytes(3 * CHUNK)):
        assert opened(sealed(data)) == data


def test_a_file_is_never_shorter_than_64_kib_and_falls_into_buckets() -> None:
    small = {len(sealed(bytes(size))) for size in range(0, ROOM + 1, 997)}
    assert small == {HEAD + SEALED_CHUNK}
    for size in SIZES:
        payload = size + 4 * max(1, -(-size // ROOM))
        padded = padme(max(payload, CHUNK))
        assert len(sealed(bytes(size))) == HEAD + padded + 17 * -(-padded // CHUNK)
        assert padded <= max(payload * 1.12, CHUNK)


def test_files_of_nearly_the_same_size_cannot_be_told_apart() -> None:
    assert len({len(sealed(bytes(size))) for size in range(984_000, 999_000, 1_000)}) == 1


def test_sealing_the_same_file_twice_looks_different() -> None:
    assert sealed(b"x") != sealed(b"x")


@pytest.mark.parametrize(
    "length", [0, 1, HEAD - 1, HEAD, HEAD + 10, HEAD + 17, HEAD + SEALED_CHUNK, -1, -17, -2000]
)
def test_a_file_cut_short_anywhere_is_noticed(length: int) -> None:
    blob = sealed(bytes(3 * CHUNK))
    with pytest.raises(CannotOpen):
        opened(blob[:length])


def test_a_file_cut_at_a_chunk_is_noticed_though_every_chunk_left_is_genuine() -> None:
    blob = sealed(b"a" * (3 * CHUNK))
    received: list[bytes] = []
    with pytest.raises(CannotOpen):
        received.extend(open_stream(KEY, [blob[: HEAD + 2 * SEALED_CHUNK]]))
    assert b"".join(received) == b"a" * (2 * ROOM)


def test_chunks_swapped_repeated_or_added_are_noticed() -> None:
    blob = sealed(secrets.token_bytes(3 * CHUNK))
    head, rest = blob[:HEAD], blob[HEAD:]
    chunks = [rest[i : i + SEALED_CHUNK] for i in range(0, len(rest), SEALED_CHUNK)]
    assert len(chunks) > 3
    for changed in (
        [chunks[1], chunks[0], *chunks[2:]],
        [chunks[0], *chunks],
        chunks[1:],
        [*chunks, chunks[-1]],
        [*chunks, b"more"],
    ):
        with pytest.raises(CannotOpen):
            opened(head + b"".join(changed))


def test_nothing_may_follow_the_last_chunk_not_even_from_a_holder_of_the_key() -> None:
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    last = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
    blob = b"\x01" + bindings.crypto_secretstream_xchacha20poly1305_init_push(state, KEY)
    frame = (3).to_bytes(4, "big") + b"abc"
    pushed = [
        bindings.crypto_secretstream_xchacha20poly1305_push(
            state, frame.ljust(CHUNK, b"\0"), b"\x01", last
        )
        for _ in range(2)
    ]
    assert opened(blob + pushed[0]) == b"abc"
    with pytest.raises(CannotOpen):
        opened(blob + b"".join(pushed))


@given(st.integers(0, 8 * (HEAD + SEALED_CHUNK) - 1))
def test_any_changed_bit_is_noticed(bit: int) -> None:
    blob = bytearray(sealed(b"short"))
    blob[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotOpen):
        opened(bytes(blob))


def test_another_files_key_opens_nothing() -> None:
    with pytest.raises(CannotOpen):
        b"".join(open_stream(bytes(32), [sealed(b"short")]))


def test_a_large_file_passes_in_constant_memory_both_ways() -> None:
    size = 32 * 1024 * 1024

    def upload() -> Iterator[bytes]:
        for _ in range(size // 16_384):
            yield bytes(16_384)

    tracemalloc.start()
    try:
        total = sum(map(len, open_stream(KEY, seal_stream(KEY, upload()))))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total == size
    assert peak < 2 * 1024 * 1024
