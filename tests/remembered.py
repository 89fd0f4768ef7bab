"""What a run of the suite works out once, however many sites and databases its tests make.

Compiled SQL, compiled routes and the shipped pack are the same for every site of one process. Each
is remembered by everything it was made from, so that a test which changes that gets its own. Disks
are not waited for: that a written page survives a power cut is no promise of ours to test.
"""

import os
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, event
from werkzeug.routing import Rule

from reportdesk import runtime
from reportdesk.packs.loader import builtin_packs, load_pack
from reportdesk.storage import db

FIRST: dict[str, Engine] = {}
"""The first engine of each kind of database, whose compiled statements the others share."""
COPY = "test.sqlite"
"""How the databases are named that tests are given."""
BUILDERS: dict[tuple, object] = {}

_engine, _compile_builder = db._engine, Rule._compile_builder


def remember() -> None:
    """Begin to remember, for the rest of this process."""
    db._engine = _sharing_engine
    Rule._compile_builder = _remembering_builder
    runtime.load_pack = _known_pack
    os.fsync = lambda _file: None  # nor need its keys and blobs


def _sharing_engine(url: str) -> Engine:
    """A new engine with its own connections, and the statements that earlier ones compiled.

    Statements are remembered by their dialect, so engines of one kind have one dialect.
    """
    made = _engine(url)
    first = FIRST.setdefault(made.dialect.name, made)
    made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
    if str(made.url.database).endswith(COPY):
        event.listen(made, "connect", _hasten)
    return made


def _hasten(connection, _record) -> None:
    """A test's own copy of the template need not survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


def _remembering_builder(rule: Rule, append_unknown: bool = True):
    """The function that builds a route's address, by all that it is compiled from."""
    made_from = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
    if made_from not in BUILDERS:
        BUILDERS[made_from] = _compile_builder(rule, append_unknown)
    return BUILDERS[made_from]


def _known_pack(ref: str | Path, **facts):
    """A pack that ships with the project once; any other as it stands."""
    return (_shipped if ref in builtin_packs() else load_pack)(ref, **facts)


_shipped = cache(load_pack)
