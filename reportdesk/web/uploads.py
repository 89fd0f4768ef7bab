"""Uploads are sealed while they stream in; nothing of them ever lies in clear on a disk.

The form parser would put files into the system's temporary folder. Here each goes into a sealed
spool instead, and only views that take files are sent any: elsewhere a large body is refused
before it is read.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import IO, Any, ParamSpec, TypeVar, cast

from flask import Request, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound

from reportdesk.domain.errors import Unavailable
from reportdesk.web.context import runtime

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
READ = 64 * 1024
SMALL = 2 * 1024 * 1024
"""Largest body, in bytes, of a form without files."""
COPIES = 2
"""An upload lies in its spool while its clean copy is stored."""


class SealedRequest(Request):
    """A request whose files are sealed as they arrive, and whose text any database takes.

    PostgreSQL stores no NUL, and nothing here encodes half of a surrogate pair: a form loses
    both, and an address with either leads nowhere.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if _plain(self.path) != self.path:
            self.routing_exception = NotFound()

    def _load_form_data(self) -> None:
        """The parsed form, its values made plain."""
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        given = self.form.items(multi=True)
        self.__dict__["form"] = self.parameter_storage_class(
            [(name, _plain(value)) for name, value in given]
        )

    def _get_file_stream(self, total_content_length: int | None, *_: Any, **__: Any) -> IO[bytes]:
        """Where the parser puts one file; raises Unavailable before any byte on a full disk."""
        vault = runtime().vault
        if not vault.room_for(COPIES * (total_content_length or 0)):
            raise Unavailable("disk_full")
        return cast("IO[bytes]", vault.spool())  # it has what the parser and the views use


def _plain(text: str) -> str:
    """A text without NUL and without lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def takes_files(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Declare that a view's form may carry files, as many bytes as one report may have."""

    @wraps(view)
    def taking(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        request.max_content_length = runtime().settings.max_report_bytes + SMALL
        return view(*args, **kwargs)

    return taking


def pieces(upload: FileStorage) -> Iterator[bytes]:
    """The bytes of an upload, opened block by block."""
    while piece := upload.stream.read(READ):
        yield piece
