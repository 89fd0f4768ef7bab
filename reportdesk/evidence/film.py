"""Films made anew from their pictures and samples, or, when that would take too long, from the
coded pictures alone.

What is too long to draw again is copied by coded picture: of H.264 and HEVC only the units that
pictures and their decoding need, never what encoders and cameras write between them (SEI). In
either way there is one track to see, at most one to hear, and no fact.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, cast

import av
import av.container
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags
from av.filter import Graph
from av.video.frame import PictureType

from reportdesk.evidence.limits import MAX_PIXELS, TooBigError
from reportdesk.evidence.units import parameter_sets
from reportdesk.evidence.wire import Outlet

DRAWN_AGAIN = 5_000_000_000
"""Pixels of all pictures together up to which a film is drawn again: a minute of computing."""
DRAWN_AT_MOST = 25_000_000_000
"""The same for a film that cannot be copied."""
LONGEST_SIDE = 1920
"""Pixels; a larger picture is drawn smaller."""
KEPT_UNITS = {
    "h264": "filter_units=pass_types=1-5|7|8",
    "hevc": "filter_units=pass_types=0-9|16-21|32-34",
}
"""Pictures and parameter sets (ITU-T H.264 table 7-1, H.265 table 7-1)."""
STREAMED = {
    "movflags": "empty_moov+default_base_moof+omit_tfhd_offset",
    "frag_duration": "2000000",
    "fflags": "+bitexact",
    "brand": "isom",
    "write_tmcd": "0",
}
"""An MP4 that can be written from its beginning to its end."""
QUALITY = "24"
TICKS = 90_000
"""Points of time a second."""
FASTEST = 120
"""Pictures a second that are believed."""
PIXELS_A_BYTE = 80
"""Of a film that does not say how long it is."""
SOUND_RATE, SOUND_BITS, SOUND_PIECE = 44_100, 96_000, 1024
TURNS = {90: "cclock", -90: "clock", 270: "clock", -270: "cclock"}
"""How a picture is turned upright, by the degrees that it lies."""


def made(
    given: av.container.InputContainer,
    shown: av.VideoStream,
    heard: av.AudioStream | None,
    size: int,
    out: Outlet,
) -> None:
    """Write the film; raises TooBigError, or ValueError when there is nothing to see."""
    context = shown.codec_context
    if not 0 < context.width * context.height <= MAX_PIXELS:
        raise TooBigError
    work = _work(given, shown, size)
    copied = context.name in KEPT_UNITS and work > DRAWN_AGAIN
    if work > DRAWN_AT_MOST and not copied:
        raise TooBigError
    with av.open(out, "w", format="mp4", options=STREAMED) as film:
        picture = _Copied(film, given, shown) if copied else _Drawn(film, given, shown)
        tracks: dict[int, _Track] = {shown.index: picture}
        if heard is not None:
            tracks[heard.index] = _Voice(film, given, heard)
        for packet in given.demux([one for one in (shown, heard) if one is not None]):
            tracks[packet.stream.index].take(packet)
    if not picture.count:
        raise ValueError("no picture in it")


def _work(given: av.container.InputContainer, shown: av.VideoStream, size: int) -> float:
    """Pixels of all pictures together, as far as the film says."""
    context = shown.codec_context
    rate = min(FASTEST, float(shown.average_rate or 0) or FASTEST / 4)
    seconds = (given.duration or 0) / av.time_base
    pictures = max(shown.frames, seconds * rate)
    return pictures * context.width * context.height or size * PIXELS_A_BYTE


def _fitting(width: int, height: int) -> tuple[int, int]:
    """The size at which a picture is drawn: not too large, and even."""
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    wide, high = (max(2, round(side * scale / 2) * 2) for side in (width, height))
    return wide, high


class _Track(ABC):
    """A track of the copy: takes packets of the original one by one, and knows when they end."""

    count = 0

    def __init__(
        self, film: av.container.OutputContainer, given: av.container.InputContainer
    ) -> None:
        self.film, self._begin = film, Fraction(given.start_time or 0, av.time_base)

    @abstractmethod
    def take(self, packet: "av.Packet[Any]") -> None:
        """The next coded piece; an empty one comes last."""

    def moved(self, time: int | None, base: Fraction | None) -> int | None:
        """A point of time counted from the film's beginning."""
        return None if time is None or not base else time - round(self._begin / base)


class _Copied(_Track):
    """Pictures as they are coded, without what is written between them."""

    def __init__(
        self,
        film: av.container.OutputContainer,
        given: av.container.InputContainer,
        shown: av.VideoStream,
    ) -> None:
        super().__init__(film, given)
        self._track = film.add_stream_from_template(shown)
        name = shown.codec_context.name
        context = self._track.codec_context
        context.extradata = parameter_sets(name, shown.codec_context.extradata)
        context.codec_tag = "hvc1" if name == "hevc" else "avc1"
        self._sieve = BitStreamFilterContext(KEPT_UNITS[name], shown)

    def take(self, packet: "av.Packet[Any]") -> None:
        """Pass on what pictures need."""
        for kept in self._sieve.filter(packet if packet.size else None):
            self.count += 1
            kept.pts = self.moved(kept.pts, kept.time_base)
            kept.dts = self.moved(kept.dts, kept.time_base)
            kept.stream = self._track
            self.film.mux_one(kept)


class _Drawn(_Track):
    """Pictures drawn again, upright, at a size that is soon coded."""

    def __init__(
        self,
        film: av.container.OutputContainer,
        given: av.container.InputContainer,
        shown: av.VideoStream,
    ) -> None:
        super().__init__(film, given)
        first = next(iter(given.decode(shown)))
        given.seek(0)
        self._turn = TURNS.get(round(first.rotation))
        sides = (first.height, first.width) if self._turn else (first.width, first.height)
        self._track = film.add_stream("libx264", options={"preset": "ultrafast", "crf": QUALITY})
        context = self._track.codec_context
        context.width, context.height = _fitting(*sides)
        context.pix_fmt, context.time_base = "yuv420p", Fraction(1, TICKS)
        context.thread_count = 1
        self._graph: Graph | None = None
        self._shape: tuple[int, int, str] | None = None
        self._sieve: BitStreamFilterContext | None = None
        self._last = -1

    def take(self, packet: "av.Packet[Any]") -> None:
        """Draw the pictures of a packet; after the last one, what is still on its way."""
        for frame in packet.decode():
            self._draw(frame)
        if not packet.size and self.count:
            self._pass(self._track.encode(None))
            self._mux(self._sieved(None))

    def _draw(self, frame: av.VideoFrame) -> None:
        """One picture; those that come out of order are left out."""
        time = self.moved(frame.pts, frame.time_base)
        ticks = -1 if time is None or not frame.time_base else round(time * frame.time_base * TICKS)
        if ticks <= self._last:
            return
        self._last = ticks
        self.count += 1
        fresh = self._upright(frame)
        fresh.pts, fresh.time_base = ticks, Fraction(1, TICKS)
        fresh.pict_type = PictureType.NONE
        self._pass(self._track.encode(fresh))

    def _upright(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The picture turned and made smaller; its shape may change within a film."""
        shape = (frame.width, frame.height, frame.format.name)
        if self._graph is None or shape != self._shape:
            context = self._track.codec_context
            graph = Graph()
            graph.threads = 1
            nodes = [
                graph.add_buffer(
                    width=shape[0],
                    height=shape[1],
                    format=frame.format,
                    time_base=Fraction(1, TICKS),
                )
            ]
            if self._turn:
                nodes.append(graph.add("transpose", self._turn))
            nodes.append(graph.add("scale", f"{context.width}:{context.height}"))
            nodes.append(graph.add("format", "yuv420p"))
            graph.link_nodes(*nodes, graph.add("buffersink")).configure()
            self._graph, self._shape = graph, shape
        self._graph.vpush(frame)
        return self._graph.vpull()

    def _pass(self, packets: "Iterable[av.Packet[Any]]") -> None:
        """Coded pictures, without the words that the encoder writes between them."""
        for packet in packets:
            self._mux(self._sieved(packet))

    def _sieved(self, packet: "av.Packet[Any] | None") -> "list[av.Packet[Any]]":
        """What is left of a packet."""
        if self._sieve is None:
            self.film.start_encoding()
            self._sieve = BitStreamFilterContext(KEPT_UNITS["h264"], self._track)
        return self._sieve.filter(packet)

    def _mux(self, packets: "Iterable[av.Packet[Any]]") -> None:
        """Into the film."""
        for packet in packets:
            packet.stream = self._track
            self.film.mux_one(packet)


class _Voice(_Track):
    """Samples coded again; gaps are filled with silence, so that it stays with the pictures."""

    def __init__(
        self,
        film: av.container.OutputContainer,
        given: av.container.InputContainer,
        heard: av.AudioStream,
    ) -> None:
        super().__init__(film, given)
        self._track = film.add_stream("aac", rate=SOUND_RATE)
        context = self._track.codec_context
        context.layout = "stereo" if heard.codec_context.channels > 1 else "mono"
        context.bit_rate, context.flags = SOUND_BITS, Flags.bitexact
        context.time_base = Fraction(1, SOUND_RATE)
        self._graph: Graph | None = None

    def take(self, packet: "av.Packet[Any]") -> None:
        """Code the samples of a packet; after the last one, what is still on its way."""
        for frame in packet.decode():
            frame.pts = self.moved(frame.pts, frame.time_base)
            graph = self._graph or self._ready(cast("av.AudioFrame", frame))
            graph.push(frame)
            self._pull(graph)
        if not packet.size and self._graph is not None:
            self._graph.push(None)
            self._pull(self._graph)
            self.film.mux(self._track.encode(None))

    def _ready(self, frame: av.AudioFrame) -> Graph:
        """What makes samples fit, for frames like this one."""
        graph = Graph()
        graph.threads = 1
        source = graph.add_abuffer(
            sample_rate=frame.sample_rate,
            format=frame.format.name,
            layout=frame.layout.name,
            time_base=frame.time_base,
        )
        wanted = f"sample_fmts=fltp:sample_rates={SOUND_RATE}:channel_layouts="
        graph.link_nodes(
            source,
            graph.add("aresample", f"{SOUND_RATE}:async={SOUND_RATE}:first_pts=0"),
            graph.add("aformat", wanted + self._track.codec_context.layout.name),
            graph.add("abuffersink"),
        ).configure()
        graph.set_audio_frame_size(SOUND_PIECE)
        self._graph = graph
        return graph

    def _pull(self, graph: Graph) -> None:
        """Code what is ready."""
        while True:
            try:
                frame = cast("av.AudioFrame", graph.pull())
            except (av.BlockingIOError, av.EOFError):
                return
            self.count += 1
            self.film.mux(self._track.encode(frame))
