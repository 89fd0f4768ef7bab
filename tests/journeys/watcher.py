"""Catches what processes hold that no folder shows: nameless files, environments, command lines."""

import os
import threading
import time
from pathlib import Path

EVERY = 0.02
"""Seconds between two looks; a request that takes an upload lasts longer."""


class Watcher:
    """Copies nameless files, and those under ``temp``, of process groups into ``caught``.

    Beside them, once for each process and program, its environment and its command line.
    """

    def __init__(self, group: int, temp: Path, caught: Path) -> None:
        self.groups = {group}
        self._temp, self._caught = str(temp), caught
        self._seen: dict[tuple[str, int], int] = {}
        self._told: set[tuple[str, bytes]] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def wait_for(self, content: bytes, seconds: float = 10) -> None:
        """Until a file with this content was caught."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if any(content in path.read_bytes() for path in self._caught.iterdir()):
                return
            time.sleep(EVERY)
        raise TimeoutError("the watcher did not see the file")

    def _run(self) -> None:
        while not self._over.wait(EVERY):
            for process in self._processes():
                self._look(process)

    def _processes(self) -> list[Path]:
        """The processes of the groups."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if os.getpgid(int(process.name)) in self.groups:
                    found.append(process)
            except ProcessLookupError:
                continue
        return found

    def _look(self, process: Path) -> None:
        """Copy what one process has open now and had not when it was last looked at."""
        try:
            self._keep_words(process, "environ")
            self._keep_words(process, "cmdline")
            for handle in (process / "fd").iterdir():
                target = os.readlink(handle)
                if target.endswith(" (deleted)") or target.startswith(self._temp):
                    self._keep(handle, target)
        except OSError:
            return  # it ended while we looked

    def _keep_words(self, process: Path, kind: str) -> None:
        """Copy what a process was started with; another program in its place has its own."""
        words = (process / kind).read_bytes()
        if not words or (process.name + kind, words) in self._told:
            return
        self._told.add((process.name + kind, words))
        (self._caught / f"{kind}-{process.name}-{len(self._told)}").write_bytes(words)

    def _keep(self, handle: Path, target: str) -> None:
        """Copy a file's content when there is more of it than before."""
        facts = handle.stat()
        if not facts.st_size or self._seen.get((target, facts.st_ino)) == facts.st_size:
            return
        self._seen[target, facts.st_ino] = facts.st_size
        copy = self._caught / f"open-{facts.st_ino}-{len(self._seen)}-{facts.st_size}"
        copy.write_bytes(handle.read_bytes())
