"""Sounds and films with something hidden in every place that they have for it."""

import io
import math
import struct
import subprocess
from pathlib import Path

import av
import pysilk

from tests.evidence import plants

CANARY = plants.CANARY
POSITION = "+30.512345+114.412345/"
MOMENT = "2026-03-02T10:11:12"
FACTS = {
    **dict.fromkeys(("title", "artist", "comment", "copyright", "make", "model"), CANARY),
    "location": POSITION,
    "creation_time": MOMENT,
}
SEI = f"086f3693-b7b3-4f2c-9653-21492feee5b8+{CANARY}"
TONE = ("-f", "lavfi", "-i", "sine=440:d=1")
PICTURES = ("-f", "lavfi", "-i", "testsrc2=s=160x96:r=10:d=1")
CAN_SAY = {"wav": ("-fflags", "+bitexact"), "flac": (), "ogg": (), "opus": (), "mp3": (), "m4a": ()}


def ffmpeg(target: Path, *arguments: str) -> bytes:
    """What ffmpeg writes to a file of this name."""
    command = ["ffmpeg", "-v", "error", "-y", *arguments, str(target)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return target.read_bytes()


def told() -> list[str]:
    """Every fact, for the whole file."""
    return [word for key, value in FACTS.items() for word in ("-metadata", f"{key}={value}")]


def sound(folder: Path, ending: str) -> bytes:
    """A tone of a second; an MP3 has a cover picture and text in both its tags."""
    if ending == "silk":
        return silk()
    if ending == "amr":
        return amr()
    options = ["-c:a", "libopus"] if ending == "opus" else []
    more: list[str] = []
    if ending in {"mp3", "m4a"}:
        cover = folder / "cover.jpg"
        cover.write_bytes(plants.bytes_of(plants.a_picture(), "JPEG", comment=CANARY.encode()))
        more = ["-i", str(cover), "-map", "0", "-map", "1", "-c:v", "copy"]
        more += ["-disposition:v", "attached_pic"]
    old = ["-write_id3v1", "1"] if ending == "mp3" else []
    return ffmpeg(folder / f"a.{ending}", *TONE, *more, *options, *told(), *old)


def samples(seconds: float, rate: int) -> bytes:
    """A tone in 16 bits."""
    count = int(seconds * rate)
    return b"".join(struct.pack("<h", int(9000 * math.sin(i / 9))) for i in range(count))


def silk() -> bytes:
    """A voice message as WeChat keeps it, with words behind its end."""
    out = io.BytesIO()
    pysilk.encode(io.BytesIO(samples(1, 24000)), out, 24000, 24000)
    return out.getvalue()


def amr() -> bytes:
    """A voice message as old phones and old WeChat keep it."""
    out = io.BytesIO()
    with av.open(out, "w", format="amr") as made:
        track = made.add_stream("libopencore_amrnb", rate=8000)
        track.codec_context.layout, track.codec_context.bit_rate = "mono", 12200
        tone = samples(1, 8000)
        for start in range(0, len(tone), 320):
            frame = av.AudioFrame(format="s16", layout="mono", samples=160)
            frame.sample_rate, frame.pts = 8000, start // 2
            frame.planes[0].update(tone[start : start + 320])
            made.mux(track.encode(frame))
        made.mux(track.encode(None))
    return out.getvalue()


def film(folder: Path, ending: str, codec: str = "libx264") -> bytes:
    """A second of pictures with sound, subtitles, chapters, facts of file and tracks, and SEI."""
    words = folder / "words.srt"
    words.write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{CANARY}\n")
    facts = folder / "facts.txt"
    facts.write_text(
        f";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle={CANARY}\n"
    )
    web = ending == "webm"
    coding = {
        "libx264": ["-preset", "ultrafast", "-bsf:v", f"h264_metadata=sei_user_data={SEI}"],
        "libx265": ["-preset", "ultrafast", "-x265-params", "log-level=none", "-tag:v", "hvc1"],
        "libvpx": ["-deadline", "realtime"],
    }[codec]
    return ffmpeg(
        folder / f"a.{ending}",
        *(*PICTURES, *TONE, "-i", str(words), "-i", str(facts)),
        *("-map", "0", "-map", "1", "-map", "2", "-map_chapters", "3", "-map_metadata", "-1"),
        *("-c:v", codec, *coding, "-pix_fmt", "yuv420p"),
        *("-c:a", "libopus" if web else "aac", "-c:s", "webvtt" if web else "mov_text"),
        *("-metadata:s:v", f"title={CANARY}", "-metadata:s:a", f"handler_name={CANARY}"),
        *("-metadata:s:v", f"handler_name={CANARY}", *told()),
        *([] if web else ["-movflags", "use_metadata_tags"]),
    )


def probed(data: bytes, folder: Path) -> str:
    """All that ffprobe tells of a file: facts, tracks, chapters, and what its pieces carry."""
    path = folder / "probed"
    path.write_bytes(data)
    show = ("-show_format", "-show_streams", "-show_chapters", "-show_programs", "-show_frames")
    command = ["ffprobe", "-v", "error", "-of", "json", *show, str(path)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout
