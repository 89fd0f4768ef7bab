"""The child process: one file in by standard input, its clean copy out by standard output.

Run as ``python -m reportdesk.evidence.child KIND``. A booby-trapped file meets a process that may
write no file, open few, and use bounded memory and time; it inherits no environment and no key.
"""

import resource
import sys

from reportdesk.evidence.kinds import Kind
from reportdesk.evidence.rebuild import TooBigError, header, rebuild

MEMORY = 2 * 1024**3
SECONDS = 120
DAMAGED, TOO_BIG = 3, 4


def confine() -> None:
    """Lower this process's limits for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> int:
    """Exit code 0 with the copy written, DAMAGED or TOO_BIG with nothing written."""
    kind = Kind(sys.argv[1])
    confine()
    try:
        made, removed = rebuild(kind, sys.stdin.buffer.read())
    except (TooBigError, MemoryError):
        return TOO_BIG
    except Exception:  # a decoder may raise anything; its message may quote the file
        return DAMAGED
    sys.stdout.buffer.write(header(kind, removed, len(made)) + made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
