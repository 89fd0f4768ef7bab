"""Small releases made of invented rows, without a live database."""

from datetime import date
from pathlib import Path

from reportdesk.domain.public_case import Promise, PublicCase, Step
from reportdesk.packs.loader import load_pack
from reportdesk.packs.open_data import code_words, pack_words
from reportdesk.packs.schema import Words as Both
from reportdesk.release import writer
from reportdesk.release.fields import FIELDS
from reportdesk.release.reader import Release, Releases
from reportdesk.release.rows import row_of
from reportdesk.release.schema import AuthorityRow, Frozen, Header, Row, Words

PACK = load_pack("cn-xinfang-2022")
HEADER = Header("2026-W27", 1, date(2026, 7, 1), date(2026, 7, 1), "https://example.org", False)
WORDS = Words(
    {
        **pack_words(PACK, {field.words for field in FIELDS if field.words} | {"question"}),
        **code_words(),
        ("province", "CN-HB"): ("湖北省", "Hubei"),
        ("authority", "edu-420000"): ("湖北省教育厅", "Hubei Department of Education"),
        ("school", "s1"): ("示范学院", "示范学院"),
    }
)
AUTHORITIES = (AuthorityRow("edu-420000", "province", "CN-HB", None),)


def row(ref: str, first: str = "2026-W27", **values: object) -> Row:
    """A row of an invented case."""
    given: dict[str, object] = {
        "level": "stub",
        "province": "CN-HB",
        "authority": "edu-420000",
        "practice": "voice_recording",
        "month": "2026-03",
        "stage": "routed",
        "listed": False,
    }
    case = PublicCase(ref=ref, **(given | values))
    return row_of(case, lambda clock: Both(clock.key, clock.key), first)


FULL = row(
    "A1A1-0001",
    level="full",
    stage="correcting",
    school="s1",
    finding="confirmed",
    measures=("stop_collection", "restore_grades"),
    rungs=("S1", "S2"),
    title="=cmd|' /C calc'!A0",
    summary="第一段。\n\n第二段，有“引号”和,逗号。",
    reopened=True,
    sheet={"compulsory": ("yes", "partly", "＝通知确有要求")},
    promises=(Promise(1, "stop_collection", "2026-05-11", "met", None, "2026-05-11", "停用通知"),),
    steps=(Step("2026-03", "filed", "routed"), Step("2026-05-11", "answer", "answered")),
)
STUB = row("B2B2-0002", standing="overdue", overdue_days=16, rungs=("S1",), listed=True)


def frozen(*rows: Row, header: Header = HEADER) -> Frozen:
    """A release of these rows."""
    return Frozen(header, rows or (FULL, STUB), WORDS, AUTHORITIES)


def put(root: Path, release: Frozen) -> str:
    """Write a release and show it; the checksum of its SHA256SUMS."""
    checksum = writer.draft(root, release)
    writer.place(root, release.header.folder)
    return checksum


def written(root: Path, *rows: Row) -> Release:
    """The release of these rows, written and opened."""
    put(root, frozen(*rows))
    release = Releases(root).newest()
    assert release is not None
    return release
