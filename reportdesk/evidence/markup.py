"""What is kept of the XML in an office file: known vocabularies, without the words that tell of
persons, machines, times, earlier states or other places (:mod:`reportdesk.evidence.words`).
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from lxml import etree

from reportdesk.evidence.hidden import unhide
from reportdesk.evidence.kinds import Removed
from reportdesk.evidence.words import (
    CHANGED,
    EMBEDDED,
    KNOWN,
    LINKED,
    LOST,
    MC,
    NAMED,
    NAMELESS,
    NEEDS_TARGET,
    NOTES,
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
    root: Element, refs: Mapping[str, str], removed: set[Removed], shown: set[str]
) -> Element:
    """The same part in known words; ``refs`` are new ids of references that are followed.

    ``shown`` collects which of a workbook's texts its sheets show, and which notes a text refers
    to; those alone are kept when the lists of them are cleaned, which therefore come last.
    """
    if _space(root) not in KNOWN:
        raise ValueError("not of this kind")
    _choose(root)
    for element in list(root.iter()):
        if element is root or element.getparent() is not None:
            _sift(element, root, refs, removed)
    unhide(root, removed, shown)
    _rename(root)
    _texts(root, shown)
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
    if name in NAMED | NAMELESS and "name" in element.attrib:
        element.set("name", element.get("id", "") if name in NAMED else "")


def _texts(root: Element, shown: set[str]) -> None:
    """Note which texts and notes are shown; in the lists of both, empty those that are not."""
    for one in root.iter():
        name = _name(one)
        if name == "c" and one.get("t") == "s":
            shown |= {str(int(value.text or 0)) for value in one if _name(value) == "v"}
        if name in NOTES:
            shown.add(f"{NOTES[name]} {_own(one, 'id')}")
    if _name(root) == "sst":
        for number, text in enumerate(root):
            if str(number) not in shown:
                text[:] = [etree.SubElement(text, f"{{{_space(root)}}}t")]
    for note in list(root):
        mark = f"{_name(note)} {_own(note, 'id')}"
        if _name(note) in NOTES.values() and _own(note, "type") is None and mark not in shown:
            _drop(note)


def _own(element: Element, word: str) -> str | None:
    """An attribute of the element's own vocabulary."""
    found: str | None = element.get(f"{{{_space(element)}}}{word}")
    return found


def _rename(root: Element) -> None:
    """Number the styles that somebody made and named."""
    made = [one for one in root.iter() if _name(one) == "style" and _own(one, "customStyle")]
    for number, style in enumerate(made, start=1):
        for one in style:
            if _name(one) == "name":
                one.set(f"{{{_space(one)}}}val", f"Style {number}")
    cells = [
        one for one in root.iter() if _name(one) == "cellStyle" and one.get("builtinId") is None
    ]
    for number, one in enumerate(cells, start=1):
        one.set("name", f"Style {number}")
    for one in [one for one in root.iter() if _name(one) == "abstractNum"]:
        for name in [name for name in one if _name(name) == "name"]:
            _drop(name)
