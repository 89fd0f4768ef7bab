"""Uploads are sealed while they stream in; nothing of them ever lies in clear on a disk.

The form parser would put files into the system's temporary folder. Here each goes into a sealed
spool instead, and only views that take files are sent any: elsewhere a large body is refused
before it is read.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import IO, TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from flask import Request, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound

from reportdesk.domain.errors import BadInput, DomainError, Unavailable
from reportdesk.web.context import runtime

if TYPE_CHECKING:
    from reportdesk.vault.spool import SealedSpool

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
READ = 64 * 1024
SMALL = 2 * 1024 * 1024
"""Largest body, in bytes, of a form without files."""
TYPED = 8 * 1024 * 1024
"""Bytes of what is typed and carried in a form that may bring files: far more than its fields
take, so that a text that is too long comes back with a word about its length, not as an error page.
"""
PARTS = 400
"""Most fields and files of such a form; files beyond those a report may have are not kept."""
COPIES = 3
"""An upload lies in its spool while its clean copy and, sealed anew, its original are stored."""


class Arriving:
    """One file of a form while it arrives, sealed as it comes.

    What cannot be kept is swallowed: the rest of the form arrives all the same, with everything
    that was typed, and whoever reads the file is told the reason. A file of no bytes takes none.
    """

    def __init__(self, needed: int, refused: DomainError | None) -> None:
        self._needed = needed
        self._refused = refused
        self._spool: SealedSpool | None = None

    def write(self, data: bytes) -> int:
        """Take some bytes, or let them go by."""
        if data and self._refused is None:
            try:
                self._opened().write(data)
            except Unavailable as error:
                self._refuse(error)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Rewind when the file is complete."""
        if self._spool is not None:
            try:
                return self._spool.seek(offset, whence)
            except Unavailable as error:
                self._refuse(error)
        return 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises why the file was not kept."""
        if self._refused is not None:
            raise self._refused
        return b"" if self._spool is None else self._spool.read(size)

    @property
    def size(self) -> int:
        """How many bytes came; raises why the file was not kept."""
        if self._refused is not None:
            raise self._refused
        return 0 if self._spool is None else self._spool.size

    def read_at(self, offset: int, count: int) -> bytes:
        """Some bytes from any place; raises why the file was not kept."""
        if self._refused is not None:
            raise self._refused
        return b"" if self._spool is None else self._spool.read_at(offset, count)

    def close(self) -> None:
        """Give the space back."""
        if self._spool is not None:
            self._spool.close()

    def _opened(self) -> "SealedSpool":
        """The spool, made for the first byte if the disk has room for all of them."""
        if self._spool is None:
            vault = runtime().vault
            if not vault.room_for(self._needed):
                raise Unavailable("disk_full")
            self._spool = vault.spool()
        return self._spool

    def _refuse(self, error: DomainError) -> None:
        """Keep nothing of this file."""
        self.close()
        self._spool, self._refused = None, error


class SealedRequest(Request):
    """A request whose files are sealed as they arrive, and whose text any database takes.

    PostgreSQL stores no NUL, and nothing here encodes half of a surrogate pair: a form loses
    both, and an address with either leads nowhere. A new line is one sign, as browsers count it.
    """

    unwanted: DomainError | None = None
    """Why no file of this request is kept, if it was decided before the form was read."""
    _uploads = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if _plain(self.path) != self.path:
            self.routing_exception = NotFound()

    @property
    def most(self) -> int:
        """How many bytes its body may have: as many as it says, or all that may come if it does not
        say; browsers do, scripts need not.
        """
        said = self.content_length
        unsaid = said is None and bool(self.headers.get("Transfer-Encoding"))
        return (self.max_content_length if unsaid else said) or 0

    def _load_form_data(self) -> None:
        """The parsed form, its values made plain."""
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        given = self.form.items(multi=True)
        self.__dict__["form"] = self.parameter_storage_class(
            [(name, _plain(value).replace("\r\n", "\n")) for name, value in given]
        )

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        """Where the parser puts one file."""
        self._uploads += 1
        most = runtime().settings.max_files
        surplus = self._uploads > most
        refused = BadInput("files", "files_many", most=most) if surplus else None
        arriving = Arriving(COPIES * self.most, self.unwanted or refused)
        return cast("IO[bytes]", arriving)  # it has what the parser and the views use


def _plain(text: str) -> str:
    """A text without NUL and without lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def takes_files(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Declare that a view's form may carry files, as many bytes as one report may have."""

    @wraps(view)
    def taking(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        with_files = request.mimetype == "multipart/form-data"
        files = runtime().settings.max_report_bytes if with_files else 0
        request.max_content_length = files + TYPED
        request.max_form_memory_size, request.max_form_parts = TYPED, PARTS
        return view(*args, **kwargs)

    return taking


def arrived(upload: FileStorage) -> Arriving:
    """The file behind a field of a form."""
    return cast("Arriving", upload.stream)


def pieces(arriving: Arriving) -> Iterator[bytes]:
    """All bytes of a file, opened block by block."""
    for offset in range(0, arriving.size, READ):
        yield arriving.read_at(offset, READ)
