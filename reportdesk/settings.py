"""Every option of a deployment, typed; ``config.py`` builds it from the environment."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen set of options; each is the environment variable ``REPORTDESK_<NAME>``."""

    env: str
    """``demo`` (default of ``make run``), ``development`` or ``production``."""
    instance: Path
    """Folder that holds all state of a default run."""
    database_url: str
    """SQLAlchemy address: ``sqlite:///…`` or ``postgresql://…``."""
    keys: Path
    """Folder of the site's key files (never inside the database)."""
    blobs: Path
    """Folder of sealed attachments."""
    shreds: Path
    """Folder of shred keys; back it up for at most 30 days."""
    shred_copies: Path
    """Folder of copies of the shred keys; none may live longer than 30 days."""
    releases: Path
    """Folder of frozen releases, the only thing the public site reads."""
    audiences: frozenset[str]
    """Which sites this process serves: ``report``, ``desk``, ``public``."""
    site_url: str
    """Public address of the site, used in staff mail and citations only."""
    onion_url: str
    """The same site as an onion service, ``http://….onion``; empty when there is none."""
    operator_name: str
    """Who runs this site; production refuses to start without it."""
    operator_contact: str
    """How to reach whoever runs this site; production refuses to start without it."""
    leave_url: str
    """Neutral address the quick exit leads to."""
    pack: str
    """Built-in jurisdiction pack id, or a path to a pack folder."""
    port: int
    """Port of ``reportdesk serve``."""
    host: str
    """Address ``reportdesk serve`` listens on."""
    trusted_proxies: int
    """How many reverse proxies stand in front (for the scheme only; addresses are never kept)."""
    smtp_url: str
    """``smtp+tls://user:password@host:port`` (STARTTLS), ``smtps://…`` or, for a relay on the same
    machine, ``smtp://…``; empty writes mail into ``instance/outbox``."""
    mail_from: str
    """Sender of staff mail."""
    max_file_bytes: int
    """Largest attachment, in bytes."""
    max_files: int
    """Most attachments of one report."""
    max_report_bytes: int
    """Largest sum of attachments of one report, in bytes."""
    min_fill_seconds: int
    """A filing surely made faster than this is suspected; 0 suspects none."""
    school_ceiling: int
    """Filings a day about one school; what goes beyond waits in the queue of the platform desk."""
    site_ceiling: int
    """Filings a day on the whole site; what goes beyond waits in that queue too."""
    page_burst: int
    """Student forms that one network may send at once, in each server process."""
    page_hourly: int
    """Student forms that one network may send an hour after that."""
    filing_burst: int
    """Filings that one network may make at once without being suspected."""
    filing_hourly: int
    """Filings an hour after that."""
    receipt_burst: int
    """Receipts that one network may try at once."""
    receipt_hourly: int
    """Receipts an hour after that."""
    upload_burst_mb: int
    """Megabytes of attachments that one network may send at once."""
    upload_hourly_mb: int
    """Megabytes an hour after that."""
    argon2_slots: int
    """How many expensive derivations may run at once in each pool (64 MiB each)."""
    fast_argon2: bool
    """Cheap derivations for tests; refused in production."""
    slots_at_once: bool
    """Show reports and send mail at once instead of at 09:00 and 15:00; refused in production."""
    release_at_once: bool
    """Publish without hold, batching or months (demonstration); refused in production."""
    secure_cookies: bool
    """Mark the desk's cookies ``Secure``; on unless served over plain http on one machine."""

    @property
    def demo(self) -> bool:
        """Whether every page, file and row must say that it is a demonstration."""
        return self.env == "demo"

    @property
    def production(self) -> bool:
        """Whether the strict refusals hold."""
        return self.env == "production"
