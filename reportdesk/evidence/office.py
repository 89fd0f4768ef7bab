"""Word, Excel and PowerPoint files put together anew from the parts that show something.

The file is a bundle of parts that refer to each other. Starting from the main part, only kinds of
parts in a list are followed, each is given a new name, and of what is in them only known words are
kept (:mod:`reportdesk.evidence.markup`). Pictures are made anew from their pixels. Whatever is not
reached so stays behind: properties, comments, revisions, macros, embedded files, printer settings,
thumbnails, links.
"""

import io
import posixpath
import zipfile
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree
from PIL import Image

from reportdesk.evidence import crops, hidden, markup, picture, words
from reportdesk.evidence.kinds import Kind, Removed
from reportdesk.evidence.limits import TooBigError, UnknownError
from reportdesk.evidence.parts import (
    BOOK_STYLES,
    ENDING_TYPES,
    FOLLOWED,
    LEFT,
    MAIN_TYPES,
    MAINS,
    SETTINGS,
    SETTINGS_NAME,
    SHAPES,
    TYPES,
    UNSAID,
    WITH_MACROS,
)
from reportdesk.evidence.wire import Inlet, Outlet

MAX_PARTS = 3000
MAX_PART = 40 * 1024 * 1024
"""Unpacked bytes of one part."""
MAX_WHOLE = 400 * 1024 * 1024
"""Unpacked bytes of all parts that are read."""
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Link:
    """A reference from one part to another."""

    kind: str
    target: str


@dataclass(slots=True)
class Bundle:
    """What is read, how much of it so far, and what is left out."""

    file: zipfile.ZipFile
    removed: set[Removed] = field(default_factory=set)
    read: int = 0
    names: dict[str, str] = field(default_factory=dict)
    """Old name -> new name of every part that is kept."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many parts of a kind have a new name."""
    shown: dict[str, crops.Area] = field(default_factory=dict)
    """Old name of a picture -> what all places together show of it."""

    def bytes_of(self, name: str) -> bytes:
        """The unpacked bytes of a part; raises TooBigError or KeyError."""
        with self.file.open(name) as part:
            data = part.read(MAX_PART + 1)
        self.read += len(data)
        if len(data) > MAX_PART or self.read > MAX_WHOLE:
            raise TooBigError
        return data

    def links(self, name: str) -> dict[str, Link]:
        """The references of a part, by their ids; those that lead out of the file are dropped."""
        folder, base = posixpath.split(name)
        try:
            data = self.bytes_of(posixpath.join(folder, "_rels", base + ".rels"))
        except KeyError:
            return {}
        found: dict[str, Link] = {}
        for one in markup.parsed(data):
            kind = str(one.get("Type", "")).rpartition("/")[2]
            if one.get("TargetMode") == "External":
                self.removed.add(Removed.LINKS)
                continue
            path = posixpath.join(folder, unquote(str(one.get("Target", ""))))
            if str(one.get("Target", "")).startswith("/"):
                path = unquote(str(one.get("Target")))
            found[str(one.get("Id"))] = Link(kind, posixpath.normpath(path).lstrip("/"))
        return found


def rebuilt(_: Kind, source: Inlet, out: Outlet) -> tuple[str, set[Removed]]:
    """The bundle; raises UnknownError for one that is no Word, Excel or PowerPoint file."""
    with zipfile.ZipFile(source.buffered()) as file:
        if len(file.infolist()) > MAX_PARTS:
            raise TooBigError
        bundle = Bundle(file)
        ending, old, new = _main(bundle)
        with zipfile.ZipFile(out, "w") as made:
            _written(bundle, made, ending, old, new)
    return ending, bundle.removed


def _main(bundle: Bundle) -> tuple[str, str, str]:
    """Ending, old and new name of the part that all others hang on."""
    try:
        listed = markup.parsed(bundle.bytes_of("[Content_Types].xml"))
    except KeyError:
        raise UnknownError from None
    top = bundle.links("")
    for link in top.values():
        _note(bundle, link.kind)
    for link in top.values():
        if link.kind != "officeDocument":
            continue
        types = {str(one.get("PartName")).lstrip("/"): one.get("ContentType") for one in listed}
        declared = str(types.get(link.target, ""))
        found = MAINS.get(declared.removeprefix(TYPES)) or WITH_MACROS.get(declared)
        if found is not None:
            bundle.removed |= {Removed.ATTACHMENT} if declared in WITH_MACROS else set()
            return found[0], link.target, found[1]
    raise UnknownError


def _note(bundle: Bundle, kind: str) -> None:
    """Remember what a reference that is not followed held."""
    bundle.removed |= {code for part, code in LEFT if part.lower() in kind.lower()}


def _written(bundle: Bundle, made: zipfile.ZipFile, ending: str, old: str, new: str) -> None:
    """Every part that is reached from the main one, and the lists that say what they are."""
    bundle.names[old] = new
    types = {new: MAIN_TYPES[ending]}
    shown = _unseen(bundle, old)
    waiting: deque[tuple[str, str]] = deque([(old, "officeDocument")])
    while waiting:
        name, kind = waiting.popleft()
        if kind == "sharedStrings" and any(other != kind for _, other in waiting):
            waiting.append((name, kind))  # last: only then is known which texts are shown
            continue
        if kind == "image":
            continue
        fresh = bundle.names[name]
        links = _followed(bundle, name)
        refs = {ref: f"rId{number}" for number, ref in enumerate(links, start=1)}
        root = markup.parsed(bundle.bytes_of(name))
        tree = markup.cleaned(root, refs, bundle.removed, shown)
        used = markup.references(tree)
        _see(bundle, tree, links, refs)
        rows = _extra_rows(ending, name == old)
        for ref, link in links.items():
            if refs[ref] in used or link.kind in UNSAID:
                if link.target not in bundle.names:
                    bundle.names[link.target] = _new_name(bundle, ending, link)
                    waiting.append((link.target, link.kind))
                rows.append((refs[ref], link.kind, bundle.names[link.target]))
        _put(made, fresh, markup.written(tree))
        _put_links(made, fresh, rows)
        types.setdefault(fresh, TYPES + _type(ending, kind))
    for name, area in bundle.shown.items():
        _put(made, bundle.names[name], _image(bundle, name, area))
    _close(made, ending, new, types)


def _unseen(bundle: Bundle, main: str) -> set[str]:
    """Styles that hide what is written in them."""
    lists = [link.target for link in bundle.links(main).values() if link.kind == "styles"]
    known = [name for name in lists if name in bundle.file.NameToInfo]
    found = (hidden.unseen_styles(markup.parsed(bundle.bytes_of(name))) for name in known)
    return {style for some in found for style in some}


def _close(made: zipfile.ZipFile, ending: str, new: str, types: dict[str, str]) -> None:
    """Our own settings of a text document, and the lists that the bundle begins with."""
    if ending == "docx":
        _put(made, SETTINGS_NAME, SETTINGS)
        types[SETTINGS_NAME] = TYPES + "wordprocessingml.settings+xml"
    _put_links(made, "", [("rId1", "officeDocument", new)])
    _put(made, "[Content_Types].xml", _listed(types))


def _see(
    bundle: Bundle, tree: markup.Element, links: dict[str, Link], refs: dict[str, str]
) -> None:
    """Note what a part shows of which pictures: the rest of them is not written."""
    targets = {refs[ref]: link.target for ref, link in links.items() if link.kind == "image"}
    for ref, area in crops.shown(tree):
        if ref in targets:
            name = targets[ref]
            bundle.shown[name] = area | bundle.shown.get(name, area)


def _followed(bundle: Bundle, name: str) -> dict[str, Link]:
    """References of a part to parts of a kind that is kept, and that are not hidden."""
    kept = {}
    for ref, link in bundle.links(name).items():
        if link.kind not in FOLLOWED or link.target not in bundle.file.NameToInfo:
            _note(bundle, link.kind)
        elif link.kind == "slide" and _is_hidden(bundle, link.target):
            bundle.removed.add(Removed.INVISIBLE)
        else:
            kept[ref] = link
    return kept


def _is_hidden(bundle: Bundle, name: str) -> bool:
    """Whether a slide is left out of the show."""
    return markup.parsed(bundle.bytes_of(name)).get("show") in words.FALSE


def _extra_rows(ending: str, main: bool) -> list[tuple[str, str, str]]:
    """References that are not from the file: to our own settings of a text document."""
    return [("rSettings", "settings", SETTINGS_NAME)] if main and ending == "docx" else []


def _type(ending: str, kind: str) -> str:
    """The content type of a kind of part, without what all have in common."""
    if kind == "styles" and ending == "xlsx":
        return BOOK_STYLES
    return FOLLOWED[kind][1] if kind in FOLLOWED else ""


def _new_name(bundle: Bundle, ending: str, link: Link) -> str:
    """A name that says nothing but what kind of part it is."""
    base, root = FOLLOWED[link.kind][0], {"docx": "word", "xlsx": "xl", "pptx": "ppt"}[ending]
    bundle.counts[base] = bundle.counts.get(base, 0) + 1
    photo = link.target.lower().endswith((".jpg", ".jpeg"))
    form = ("jpg" if photo else "png") if link.kind == "image" else "xml"
    return f"{root}/{base}{bundle.counts[base]}.{form}"


def _image(bundle: Bundle, name: str, area: crops.Area) -> bytes:
    """A picture from its pixels, or an empty one where no picture can be made."""
    form = "JPEG" if bundle.names[name].endswith("jpg") else "PNG"
    try:
        with picture.opened(io.BytesIO(bundle.bytes_of(name)), SHAPES) as found:
            bundle.removed |= picture.hidden_in(found)
            if area != crops.WHOLE:
                bundle.removed.add(Removed.INVISIBLE)
                return picture.packed(picture.seen(crops.cut(found, area)), form)
            return picture.packed(picture.seen(found), form)
    except (TooBigError, MemoryError):
        raise
    except Exception:  # a drawing of lines, or damaged
        bundle.removed.add(Removed.PICTURES)
        return picture.packed(Image.new("RGB", (1, 1), picture.WHITE), form)


def _put(made: zipfile.ZipFile, name: str, data: bytes) -> None:
    """One part, without the time that an entry of a bundle has room for."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
    made.writestr(entry, data)


def _put_links(made: zipfile.ZipFile, name: str, rows: list[tuple[str, str, str]]) -> None:
    """The references of a part: id, kind and target."""
    if not rows:
        return
    root = etree.Element("Relationships", nsmap={None: f"{PACKAGE}/relationships"})
    for ref, kind, target in rows:
        etree.SubElement(root, "Relationship", Id=ref, Type=f"{OFFICE}/{kind}", Target=f"/{target}")
    folder, base = posixpath.split(name)
    _put(made, posixpath.join(folder, "_rels", base + ".rels"), markup.written(root))


def _listed(types: dict[str, str]) -> bytes:
    """The list of what every part is."""
    root = etree.Element("Types", nsmap={None: f"{PACKAGE}/content-types"})
    for ending, sort in ENDING_TYPES.items():
        etree.SubElement(root, "Default", Extension=ending, ContentType=sort)
    for name, sort in types.items():
        etree.SubElement(root, "Override", PartName=f"/{name}", ContentType=sort)
    return markup.written(root)
