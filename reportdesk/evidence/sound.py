"""Sounds made anew from their samples, as MP3, which any computer plays."""

import io
from collections.abc import Iterable, Iterator

import av
import av.container
import pysilk

from reportdesk.evidence.kinds import Kind, Removed
from reportdesk.evidence.limits import TooBigError
from reportdesk.evidence.wire import Inlet, Outlet

RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
"""Samples a second that an MP3 may have."""
BITS_A_SECOND = 64_000
"""For one channel; speech needs half of it."""
BITS_OF_SPEECH = 32_000
MOST_BROKEN = 8
"""Pieces of a sound that may make no sense; more than that, and it is damaged."""
FAST = 9
"""Speed of the encoder, from 0 (slow) to 9."""
MAX_SILK = 20 * 1024 * 1024
SILK_RATE = 24_000
NO_NAMES = {"write_xing": "0", "id3v2_version": "0", "write_id3v1": "0", "fflags": "+bitexact"}


def rebuilt(_: Kind, source: Inlet, out: Outlet) -> tuple[str, set[Removed]]:
    """A voice message of WeChat (SILK), which no player knows, as an MP3; it has no other facts."""
    if source.size > MAX_SILK:
        raise TooBigError
    samples = io.BytesIO()
    pysilk.decode(io.BytesIO(source.readall()), samples, SILK_RATE)
    if not samples.tell():
        raise ValueError("no sound in it")
    samples.seek(0)
    _written(_speech(samples), SILK_RATE, 1, out)
    return "mp3", set()


def made(given: av.container.InputContainer, track: av.AudioStream, out: Outlet) -> None:
    """Write what a track sounds like; raises ValueError when there is nothing to hear."""
    rate, channels = track.codec_context.sample_rate, min(2, track.codec_context.channels)
    fitting = rate if rate in RATES else RATES[-2]
    _written(heard(_decoded(given, track)), fitting, channels, out)


def _decoded(given: av.container.InputContainer, track: av.AudioStream) -> Iterator[av.AudioFrame]:
    """The frames of a track; a few broken pieces, such as words behind the end, are left out."""
    broken = 0
    for packet in given.demux(track):
        try:
            yield from packet.decode()
        except av.InvalidDataError:
            broken += 1
            if broken > MOST_BROKEN:
                raise


def heard(frames: Iterable[av.AudioFrame]) -> Iterator[av.AudioFrame]:
    """The samples one after the other, without what a frame may carry beside them."""
    for frame in frames:
        frame.pts = None
        yield frame


def _speech(samples: io.BytesIO) -> Iterator[av.AudioFrame]:
    """Samples of one channel, 16 bits each, as frames of a second."""
    while piece := samples.read(2 * SILK_RATE):
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece) // 2)
        frame.sample_rate = SILK_RATE
        frame.planes[0].update(piece)
        yield frame


def _written(frames: Iterable[av.AudioFrame], rate: int, channels: int, out: Outlet) -> None:
    """An MP3 of these samples and nothing else."""
    with av.open(out, "w", format="mp3", options=NO_NAMES) as made:
        track = made.add_stream("libmp3lame", rate=rate, options={"compression_level": str(FAST)})
        track.codec_context.layout = "stereo" if channels > 1 else "mono"
        speech = rate <= SILK_RATE
        track.codec_context.bit_rate = channels * (BITS_OF_SPEECH if speech else BITS_A_SECOND)
        track.codec_context.thread_count = 1
        resampler = av.AudioResampler(
            format="s16p",
            layout=track.codec_context.layout,
            rate=rate,
        )
        count = 0
        for frame in frames:
            for fitting in resampler.resample(frame):
                count += fitting.samples
                made.mux(track.encode(fitting))
        for fitting in resampler.resample(None):
            made.mux(track.encode(fitting))
        made.mux(track.encode(None))
    if not count:
        raise ValueError("no sound in it")
