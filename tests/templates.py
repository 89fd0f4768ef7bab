"""Templates compiled once for a whole run of the suite, however many sites its tests make."""

from typing import ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Compiled templates in memory, by name and content: a changed template is compiled anew."""

    known: ClassVar[dict[tuple[str, str], bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What an earlier site of this process compiled."""
        found = self.known.get((bucket.key, bucket.checksum))
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled just now."""
        self.known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def remembered(app: Flask) -> Flask:
    """The same site; its templates come from earlier ones where they can."""
    app.jinja_env.bytecode_cache = Compiled()
    return app
