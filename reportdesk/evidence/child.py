"""The child process: asks for one file over its pipes and writes its clean copy back.

Run as ``python -m reportdesk.evidence.child KIND SIZE SECONDS``. A booby-trapped file meets a
process that may write no file, start no other, open few, and use bounded memory and time; it
inherits no environment and no key.
"""

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

from reportdesk.evidence import rebuild
from reportdesk.evidence.kinds import Kind
from reportdesk.evidence.wire import Inlet, Outlet

MEMORY = 1536 * 1024**2
"""Bytes of address space: a picture of 120 million pixels, unpacked twice."""
PATIENT = 5
"""Niceness: pages come first."""
DAMAGED, TOO_BIG, CUT_OFF, UNKNOWN = 3, 4, 5, 6


THREADS = 32
"""Tasks beyond those its user has, for a decoder that cannot do without threads."""


def confine(seconds: int, processes: int = 0) -> None:
    """Lower this process's limits for good."""
    os.nice(PATIENT)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _tasks() -> int:
    """How many tasks this process's user has: the limit counts them all."""
    mine, found = os.getuid(), 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            found += len(list((folder / "task").iterdir())) if folder.stat().st_uid == mine else 0
    return found


def main() -> int:
    """Exit code 0 after a whole copy, or one of the others; what came before means nothing then."""
    kind, size, seconds = Kind(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    confine(seconds, _tasks() + THREADS if kind is Kind.HEIF else 0)
    pipe = sys.stdout.buffer  # decoders are loaded from here on, inside the limits
    outlet = Outlet(pipe)
    try:
        facts = rebuild.rebuild(kind, Inlet(pipe, sys.stdin.buffer, size), outlet)
    except (rebuild.TooBigError, MemoryError):
        return TOO_BIG
    except rebuild.CutOffError:
        return CUT_OFF
    except rebuild.UnknownError:
        return UNKNOWN
    except Exception:  # a decoder may raise anything; its message may quote the file
        return DAMAGED
    outlet.end(facts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
