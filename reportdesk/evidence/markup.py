"""What is kept of the XML in an office file: known vocabularies, without the words that tell of
persons, machines, times, earlier states or other places (:mod:`reportdesk.evidence.words`).
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from lxml import etree

from reportdesk.evidence.kinds import Removed
from reportdesk.evidence.words import (
    CELL,
    CHANGED,
    EMBEDDED,
    FALSE,
    KNOWN,
    LINKED,
    LOST,
    MC,
    NAMED,
    NEEDS_TARGET,
    OTHERS,
    REFERENCES,
    REVISED,
    TOLD,
    UNWRAPPED,
    XML_SPACE,
)

Element: TypeAlias = Any
"""Of lxml, which ships no types."""


def parsed(data: bytes) -> Element:
    """The tree of a part; raises ValueError for one with a document type, which has no use here."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type")
    return root


def written(root: Element) -> bytes:
    """The bytes of a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def cleaned(
    root: Element, refs: Mapping[str, str], removed: set[Removed], strings: set[int]
) -> Element:
    """The same part in known words; ``refs`` are new ids of references that are followed.

    ``strings`` collects which of a workbook's texts its sheets show, and those alone are kept when
    the list of texts is cleaned, which therefore comes last.
    """
    if _space(root) not in KNOWN:
        raise ValueError("not of this kind")
    _choose(root)
    for element in list(root.iter()):
        if element is root or element.getparent() is not None:
            _sift(element, root, refs, removed)
    _unhide(root, removed)
    _texts(root, strings)
    etree.cleanup_namespaces(root)
    return root


def references(root: Element) -> set[str]:
    """Ids of references that a cleaned part makes."""
    return {
        value
        for element in root.iter()
        for key, value in element.attrib.items()
        if key.startswith(tuple(f"{{{space}}}" for space in REFERENCES))
    }


def _space(element: Element) -> str:
    """The vocabulary of an element."""
    return str(etree.QName(element).namespace)


def _is_known(element: Element) -> bool:
    """Whether nothing in it is said in another vocabulary than the known ones."""
    return all(_space(one) in KNOWN for one in element.iter() if not _in_extension(one))


def _in_extension(element: Element) -> bool:
    """Whether it stands where extensions stand, which are left out anyway."""
    return any(_name(one) == "extLst" for one in element.iterancestors())


def _name(element: Element) -> str:
    """The word without its vocabulary."""
    return str(etree.QName(element).localname)


def _drop(element: Element) -> None:
    """Take an element out with all that is in it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    """Put what is in an element in its place."""
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def _choose(root: Element) -> None:
    """Where a part says one thing in two ways, keep the one in known words."""
    for both in list(root.iter(MC + "AlternateContent")):
        ways = [one for one in both if _name(one) in {"Choice", "Fallback"}]
        fits = (way for way in ways if len(way) and all(_is_known(one) for one in way))
        chosen = next(fits, None)
        parent = both.getparent()
        if parent is None:
            raise ValueError("nothing around a choice")
        at = parent.index(both)
        parent[at : at + 1] = [] if chosen is None else list(chosen)


def _sift(element: Element, root: Element, refs: Mapping[str, str], removed: set[Removed]) -> None:
    """Drop, unwrap or keep one element, and its attributes one by one."""
    name = _name(element)
    if _space(element) not in KNOWN or name in OTHERS:
        _drop(element)
        return
    for names, code in (
        (REVISED, Removed.REVISIONS),
        (LINKED, Removed.LINKS),
        (EMBEDDED, Removed.ATTACHMENT),
        (LOST, Removed.PICTURES),
    ):
        if name in names:
            removed.add(code)
            _drop(element)
            return
    if CHANGED.match(name):
        removed.add(Removed.REVISIONS)
        _drop(element)
        return
    if name in {"ins", "moveTo"}:
        removed.add(Removed.REVISIONS)
    if name in UNWRAPPED and element is not root:
        _unwrap(element)
        return
    if name == "f":
        _formula(element, removed)
        return
    _attributes(element, name, refs, removed)
    lost = not any(key.startswith("{") for key in element.attrib)
    if lost and name in NEEDS_TARGET and (name != "drawing" or not len(element)):
        _drop(element)


def _formula(element: Element, removed: set[Removed]) -> None:
    """A cell keeps its result; a chart keeps its figures and must have an empty place for it."""
    removed.add(Removed.FORMULAS)
    if "spreadsheetml" in _space(element):
        _drop(element)
    else:
        element.text = ""


def _attributes(
    element: Element, name: str, refs: Mapping[str, str], removed: set[Removed]
) -> None:
    """Known attributes that say how something looks; references to what is followed."""
    for key, value in list(element.attrib.items()):
        space, word = etree.QName(key).namespace, etree.QName(key).localname
        if space in REFERENCES:
            del element.attrib[key]
            if value in refs:
                element.set(key, refs[value])
        elif word in TOLD or word.startswith("rsid"):
            del element.attrib[key]
            removed |= {Removed.REVISIONS} if word.startswith("rsid") else set()
            removed |= {Removed.AUTHOR} if word == "author" else set()
        elif space is not None and space not in KNOWN and key != XML_SPACE:
            del element.attrib[key]
    if name in NAMED and "name" in element.attrib:
        element.set("name", element.get("id", "") if name != "cSld" else "")


def _unhide(root: Element, removed: set[Removed]) -> None:
    """Drop what a reader does not see: hidden text, hidden sheets, rows and columns."""
    hidden = [*_hidden_runs(root), *_hidden_cells(root)]
    hidden += [
        one
        for one in root.iter()
        if _name(one) == "sheet" and one.get("state") not in {None, "visible"}
    ]
    for element in hidden:
        removed.add(Removed.INVISIBLE)
        _drop(element)


def _hidden_runs(root: Element) -> Iterator[Element]:
    """Runs of text that are marked as not to be seen."""
    for mark in root.iter():
        around = mark.getparent()
        if _name(mark) not in {"vanish", "specVanish"} or around is None:
            continue
        on = not any(value in FALSE for value in mark.attrib.values())
        run = around.getparent()
        if on and run is not None and _name(run) == "r":
            yield run


def _hidden_cells(root: Element) -> Iterator[Element]:
    """Hidden rows, and cells of hidden columns."""
    columns: list[tuple[int, int]] = []
    for one in root.iter():
        name = _name(one)
        if name not in {"col", "row"} or one.get("hidden", "0") in FALSE:
            continue
        yield one
        if name == "col":
            columns.append((int(one.get("min", "1")), int(one.get("max", "1"))))
    for cell in root.iter() if columns else ():
        place = CELL.match(cell.get("r", "")) if _name(cell) == "c" else None
        if place and any(low <= _column(place[1]) <= high for low, high in columns):
            yield cell


def _column(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _texts(root: Element, strings: set[int]) -> None:
    """Note which texts a sheet shows; in the list of texts, empty those that none shows."""
    if _name(root) == "worksheet":
        for cell in root.iter():
            if _name(cell) == "c" and cell.get("t") == "s":
                strings |= {int(one.text or 0) for one in cell if _name(one) == "v"}
    if _name(root) == "sst":
        for number, text in enumerate(root):
            if number not in strings:
                text[:] = [etree.SubElement(text, f"{{{_space(root)}}}t")]
