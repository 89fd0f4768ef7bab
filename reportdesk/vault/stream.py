"""Sealed files: libsodium secretstream in 64 KiB chunks, padded, in constant memory.

Layout: version byte, stream header, then chunks. Every plaintext chunk starts with how many of
its bytes are real, so padding needs neither a trailer nor the length in advance.
"""

from collections.abc import Iterable, Iterator

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.exceptions import RuntimeError as SodiumError

from reportdesk.vault.envelope import VERSION, CannotOpen, padme

CHUNK = 64 * 1024
"""Bytes of one plaintext chunk, its count included; also the floor of a padded file."""

_COUNT_BYTES = 4
_ROOM = CHUNK - _COUNT_BYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_OVERHEAD = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_MORE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


def seal_stream(key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Seal a file of unknown length as it arrives; sizes of the given chunks do not matter."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    yield VERSION + bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    for plain, tag in _framed(chunks):
        yield bindings.crypto_secretstream_xchacha20poly1305_push(state, plain, VERSION, tag)


def open_stream(key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The content of a sealed file, chunk by chunk.

    Raises CannotOpen at the first changed, missing, moved or surplus chunk. A cut-off end shows
    only at the end: what was yielded before is genuine, but incomplete until the last step.
    """
    source = _blocks(chunks)
    head = next(source)
    if head[:1] != VERSION or len(head) != 1 + _HEADER:
        raise CannotOpen
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, head[1:], key)
    tag = _MORE
    for block in source:
        if tag == _LAST:
            raise CannotOpen
        plain, tag = _pull(state, block)
        count = int.from_bytes(plain[:_COUNT_BYTES], "big")
        if count:
            yield plain[_COUNT_BYTES : _COUNT_BYTES + count]
    if tag != _LAST:
        raise CannotOpen


def _framed(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Plaintext chunks with count and padding, each with its tag; exactly one is the last."""
    full, rest = 0, bytearray()
    for chunk in chunks:
        rest += chunk
        while len(rest) > _ROOM:
            yield _frame(bytes(rest[:_ROOM]), CHUNK), _MORE
            del rest[:_ROOM]
            full += 1
    used = full * CHUNK + _COUNT_BYTES + len(rest)
    left = padme(max(used, CHUNK)) - full * CHUNK
    data = bytes(rest)
    while left > CHUNK:
        yield _frame(data, CHUNK), _MORE
        data = b""
        left -= CHUNK
    yield _frame(data, left), _LAST


def _frame(data: bytes, size: int) -> bytes:
    """Count, data and zeros, ``size`` bytes in all."""
    return (len(data).to_bytes(_COUNT_BYTES, "big") + data).ljust(size, b"\0")


def _pull(
    state: bindings.crypto_secretstream_xchacha20poly1305_state, block: bytes
) -> tuple[bytes, int]:
    """One authenticated chunk and its tag."""
    try:
        return bindings.crypto_secretstream_xchacha20poly1305_pull(state, block, VERSION)
    except (CryptoError, SodiumError, ValueError):  # ValueError: shorter than an empty chunk
        raise CannotOpen from None


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Version and header first, then sealed chunks of full size; the last may be shorter."""
    wanted, buffer = 1 + _HEADER, bytearray()
    for chunk in chunks:
        buffer += chunk
        while len(buffer) >= wanted:
            yield bytes(buffer[:wanted])
            del buffer[:wanted]
            wanted = CHUNK + _OVERHEAD
    if buffer or wanted != CHUNK + _OVERHEAD:
        yield bytes(buffer)
