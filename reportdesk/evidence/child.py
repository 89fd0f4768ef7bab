"""The child process: one file in by standard input, its clean copy out by standard output.

Run as ``python -m reportdesk.evidence.child KIND``. A booby-trapped file meets a process that may
write no file, start no other, open few, and use bounded memory and time; it inherits no
environment and no key.
"""

import resource
import sys

from reportdesk.evidence.kinds import Kind
from reportdesk.evidence.rebuild import CutOffError, TooBigError, header, rebuild

MEMORY = 1536 * 1024**2
"""Bytes of address space: a picture of 120 million pixels, unpacked twice, and its file."""
SECONDS = 120
DAMAGED, TOO_BIG, CUT_OFF = 3, 4, 5


def confine() -> None:
    """Lower this process's limits for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> int:
    """Exit code 0 with the copy written, or one of the others with nothing written."""
    kind = Kind(sys.argv[1])
    confine()
    try:
        made, removed = rebuild(kind, sys.stdin.buffer.read())
    except (TooBigError, MemoryError):
        return TOO_BIG
    except CutOffError:
        return CUT_OFF
    except Exception:  # a decoder may raise anything; its message may quote the file
        return DAMAGED
    sys.stdout.buffer.write(header(kind, removed, len(made)))
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
