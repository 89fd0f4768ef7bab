"""Sound and film: which tracks there are, which decoders may touch them, what they gave away."""

import av
import av.container

from reportdesk.evidence import film, sound
from reportdesk.evidence.kinds import Kind, Removed
from reportdesk.evidence.limits import UnknownError
from reportdesk.evidence.wire import PIECE, Inlet, Outlet

FORMATS = {
    Kind.MP4: "mov",
    Kind.MATROSKA: "matroska",
    Kind.MP3: "mp3",
    Kind.AMR: "amr",
    Kind.WAV: "wav",
    Kind.OGG: "ogg",
    Kind.FLAC: "flac",
    Kind.AAC: "aac",
}
"""The one reader of each kind; it is never guessed."""
SEEN = frozenset({"h264", "hevc", "vp8", "vp9", "libdav1d", "mpeg4", "h263", "mjpeg"})
HEARD = frozenset(
    {
        *("aac", "mp3", "mp3float", "amrnb", "amrwb", "amr_nb", "amr_wb", "opus", "vorbis"),
        *("flac", "alac", "pcm_s16le", "pcm_s16be", "pcm_u8", "pcm_s24le", "pcm_s32le"),
        *("pcm_f32le", "pcm_alaw", "pcm_mulaw", "adpcm_ima_wav", "adpcm_ms"),
    }
)
"""Decoders that may be used: what phones, computers and their programs record with."""
FACTS = (
    (Removed.POSITION, ("location", "xyz", "gps")),
    (Removed.DEVICE, ("make", "model", "device", "manufacturer", "serial")),
    (Removed.AUTHOR, ("artist", "author", "composer", "copyright", "performer", "publisher")),
    (Removed.TIME, ("creation", "date", "time")),
    (Removed.TITLE, ("title", "album")),
    (Removed.COMMENT, ("comment", "description", "synopsis", "lyrics", "keyword")),
    (Removed.SOFTWARE, ("encoder", "encoded", "software", "writing", "tool")),
)
"""What a key of a film's or song's facts tells, by a part of the key."""
PLAIN = frozenset(
    {
        *("major_brand", "minor_version", "compatible_brands", "language", "vendor_id"),
        *("handler_name", "duration", "bps", "rotate"),
    }
)


def rebuilt(kind: Kind, source: Inlet, out: Outlet) -> tuple[str, set[Removed]]:
    """A film with its sound, or a sound, and nothing that lay beside them."""
    options = {"protocol_whitelist": ""}
    with av.open(
        source,
        mode="r",
        format=FORMATS[kind],
        options=options,
        metadata_errors="ignore",
        buffer_size=PIECE,
    ) as given:
        shown, heard = _tracks(given)
        removed = _hidden_in(given, len([one for one in (shown, heard) if one is not None]))
        if shown is not None:
            film.made(given, shown, heard, source.size, out)
            return "mp4", removed
        if heard is None:
            raise UnknownError
        sound.made(given, heard, out)
        return "mp3", removed


def _tracks(
    given: av.container.InputContainer,
) -> tuple[av.VideoStream | None, av.AudioStream | None]:
    """The first track to see and the first to hear; a cover picture is neither.

    Raises UnknownError when one of them was made in a way that is not known here.
    """
    shown = next((one for one in given.streams.video if not _is_cover(one)), None)
    heard = next(iter(given.streams.audio), None)
    for track, known in ((shown, SEEN), (heard, HEARD)):
        if track is not None:
            if track.codec_context.name not in known:
                raise UnknownError
            track.codec_context.thread_count = 1
            track.codec_context.thread_type = "NONE"
    return shown, heard


def _is_cover(track: av.VideoStream) -> bool:
    """Whether a track is one still picture beside a sound."""
    return bool(track.disposition & av.stream.Disposition.attached_pic)


def _hidden_in(given: av.container.InputContainer, kept: int) -> set[Removed]:
    """What the file said besides its tracks."""
    told = dict(given.metadata)
    for track in given.streams:
        told.update(track.metadata)
    removed = set()
    for key in (key.lower() for key, value in told.items() if str(value).strip()):
        if key not in PLAIN:
            known = [code for code, parts in FACTS if any(part in key for part in parts)]
            removed.add(known[0] if known else Removed.OTHER)
    covers = sum(_is_cover(one) for one in given.streams.video)
    removed |= {Removed.THUMBNAIL} if covers else set()
    removed |= {Removed.TRACKS} if len(given.streams) > kept + covers else set()
    return removed
