"""``make bench-upload``: memory of server and child while 200 MB are uploaded and cleaned.

A film that a phone would record, and the same bytes in a form that cannot be cleaned, go through
the real server; its processes are looked at every 50 ms. Needs ffmpeg, which makes the film.
"""

import http.client
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from benchmarks.instance import COMMAND, demonstration

MEGABYTES = int(os.environ.get("MEGABYTES", "200"))
PORT = int(os.environ.get("BENCH_PORT", "8139"))
EDGE = "----edge"
OLD_DOCUMENT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Memory(threading.Thread):
    """The largest memory of a server's processes and of its cleaning children, in MB."""

    def __init__(self, server: int) -> None:
        super().__init__(daemon=True)
        self.server, self.going = server, True
        self.peaks = {"server": 0.0, "child": 0.0}

    def run(self) -> None:
        """Look, again and again."""
        while self.going:
            now = {"server": 0.0, "child": 0.0}
            for process in (self.server, *below(self.server)):
                name, used = resident(process)
                now[name] += used
            self.peaks = {name: max(peak, now[name]) for name, peak in self.peaks.items()}
            time.sleep(0.05)


def below(process: int) -> Iterator[int]:
    """Every process that this one started, and those they started."""
    for folder in Path(f"/proc/{process}/task").glob("*"):
        try:
            children = (folder / "children").read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from below(child)


def resident(process: int) -> tuple[str, float]:
    """Which kind of process this is, and its resident memory in MB."""
    try:
        kind = b"evidence.child" in Path(f"/proc/{process}/cmdline").read_bytes()
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return "server", 0.0
    return "child" if kind else "server", pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Fields(HTMLParser):
    """Values of the hidden fields of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a hidden field."""
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.values[given.get("name") or ""] = given.get("value") or ""


def film(target: Path) -> None:
    """Noise in full HD from a phone, of the wanted size."""
    seconds = max(2, MEGABYTES * 8 // 20)
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-t", "2"),
            *("-i", "testsrc2=s=1920x1080:r=30,noise=alls=20:allf=t"),
            *("-f", "lavfi", "-t", "2", "-i", "sine=440", "-c:v", "libx264"),
            *("-preset", "ultrafast", "-b:v", "17M", "-maxrate", "17M", "-bufsize", "17M"),
            *("-c:a", "aac", str(target.with_suffix(".short.mp4"))),
        ],
        check=True,
    )
    again = ("ffmpeg", "-v", "error", "-y", "-stream_loop", str(seconds // 2))
    short = str(target.with_suffix(".short.mp4"))
    subprocess.run(
        [*again, "-i", short, "-c", "copy", "-metadata", "artist=x", str(target)], check=True
    )


def post(fields: dict[str, str], name: str, file: Path) -> tuple[int, str, float]:
    """Send the story page with one file, a piece at a time; status, page and seconds."""
    head = "".join(
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    )
    head += f'--{EDGE}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    tail = f"\r\n--{EDGE}--\r\n"
    started = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=900)
    line.putrequest("POST", "/report/")
    line.putheader("Content-Type", f"multipart/form-data; boundary={EDGE}")
    line.putheader("Content-Length", str(len(head) + file.stat().st_size + len(tail)))
    line.endheaders()
    line.send(head.encode())
    with file.open("rb") as data:
        while piece := data.read(2**18):
            line.send(piece)
    line.send(tail.encode())
    answer = line.getresponse()
    page = answer.read().decode()
    return answer.status, page, time.monotonic() - started


def story() -> dict[str, str]:
    """The fields of a story page; which page it is stands in a field of its own."""
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    line.request("GET", "/report/")
    return {**Fields(line.getresponse().read().decode()).values, "step": "story", "do": "upload"}


def main() -> None:
    """One line for each upload."""
    with tempfile.TemporaryDirectory(prefix="reportdesk-upload-") as folder:
        made = Path(folder) / "film.mp4"
        film(made)
        old = Path(folder) / "old.doc"
        with old.open("wb") as target:
            target.write(OLD_DOCUMENT)
            for _ in range(MEGABYTES - 1):
                target.write(os.urandom(2**20))
        with demonstration() as environment:
            given = {
                "REPORTDESK_PORT": str(PORT),
                "REPORTDESK_SITE_URL": f"http://127.0.0.1:{PORT}",
            }
            server = subprocess.Popen([COMMAND, "serve"], env={**environment, **given})
            try:
                measure(server.pid, [("film.mp4", made), ("old.doc", old)])
            finally:
                server.terminate()
                server.wait()


def measure(server: int, uploads: list[tuple[str, Path]]) -> None:
    """Send each file while somebody looks at the memory."""
    while True:
        try:
            story()
            break
        except OSError:
            time.sleep(0.5)
    print(f"before: server {sum(resident(one)[1] for one in (server, *below(server))):.0f} MB")
    print(f"{'file':<10}{'MB':>6}{'status':>8}{'seconds':>9}{'server MB':>11}{'child MB':>10}")
    for name, file in uploads:
        memory = Memory(server)
        memory.start()
        status, page, seconds = post(story(), name, file)
        memory.going = False
        memory.join()
        kept = 'name="send-0"' in page
        peaks = f"{memory.peaks['server']:>11.0f}{memory.peaks['child']:>10.0f}"
        size = file.stat().st_size / 2**20
        print(f"{name:<10}{size:>6.0f}{status:>8}{seconds:>9.1f}{peaks}{'' if kept else '  LOST'}")


if __name__ == "__main__":
    main()
