"""Builds :class:`~reportdesk.settings.Settings` from environment variables, or says why not."""

import os
import re
from base64 import b32decode
from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from hashlib import sha3_256
from pathlib import Path
from urllib.parse import urlsplit

from reportdesk.settings import Settings

ROOT = Path(__file__).resolve().parent
TEMPLATES = ROOT / "templates"
MIGRATIONS = ROOT / "migrations"
PREFIX = "REPORTDESK_"
SMTP_SCHEMES = ("smtp", "smtp+tls", "smtps")
DATABASES = ("sqlite", "postgresql")
ENVIRONMENTS = ("demo", "development", "production")
AUDIENCES = ("report", "desk", "public")
LIMITS = {
    "school_ceiling": 100,
    "site_ceiling": 2000,
    "page_burst": 900,
    "page_hourly": 720,
    "filing_burst": 60,
    "filing_hourly": 20,
    "receipt_burst": 80,
    "receipt_hourly": 60,
    "upload_burst_mb": 4096,
    "upload_hourly_mb": 2048,
}
"""Filings a day, and what one network may do in each server process: a class of forty in ten
minutes, no flood."""
ONION = re.compile(r"http://([a-z2-7]{56})\.onion/?")


class ConfigError(SystemExit):
    """A setting is missing, misspelt or not allowed here; printed as one line, exit code 1."""

    def __init__(self, message: str) -> None:
        super().__init__(f"configuration: {message}")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from ``environ`` (default: the process environment).

    Raises ConfigError for an unknown ``REPORTDESK_*`` name, an unreadable value, or a
    production setting that would break a promise.
    """
    env = os.environ if environ is None else environ
    given = {k[len(PREFIX) :].lower(): v for k, v in env.items() if k.startswith(PREFIX)}
    unknown = sorted(set(given) - {f.name for f in fields(Settings)})
    if unknown:
        raise ConfigError(f"unknown setting {PREFIX}{unknown[0].upper()}")
    name = given.get("env", "demo")
    if name not in ENVIRONMENTS:
        raise ConfigError(f"REPORTDESK_ENV must be one of {', '.join(ENVIRONMENTS)}, not {name!r}")
    instance = Path(given.get("instance", str(ROOT / "instance")))
    settings = _build(given, name, instance)
    if settings.production:
        _refuse_in_production(settings, given)
    return settings


def _build(given: Mapping[str, str], env: str, instance: Path) -> Settings:
    """Fill every field from ``given`` or its default for this environment."""
    demo, path = env == "demo", partial(_folder, given, instance)
    return Settings(
        env=env,
        instance=instance,
        database_url=_database(
            given.get("database_url", f"sqlite:///{instance}/reportdesk.sqlite")
        ),
        keys=path("keys"),
        blobs=path("blobs"),
        shreds=path("shreds"),
        shred_copies=path("shred_copies"),
        releases=path("releases"),
        audiences=_audiences(given.get("audiences", ",".join(AUDIENCES))),
        site_url=given.get("site_url", "http://127.0.0.1:8000").rstrip("/"),
        onion_url=_onion(given.get("onion_url", "")),
        operator_name=given.get("operator_name", "Reportdesk (demonstration)" if demo else ""),
        operator_contact=given.get("operator_contact", "demo@example.org" if demo else ""),
        leave_url=given.get("leave_url", "https://www.baidu.com/"),
        pack=given.get("pack", "cn-xinfang-2022"),
        port=_number(given, "port", 8000),
        host=given.get("host", "127.0.0.1"),
        trusted_proxies=_number(given, "trusted_proxies", 0),
        smtp_url=_smtp(given.get("smtp_url", "")),
        mail_from=given.get("mail_from", "reportdesk@example.org"),
        max_file_bytes=_number(given, "max_file_bytes", 200 * 1024 * 1024),
        max_files=_number(given, "max_files", 20),
        max_report_bytes=_number(given, "max_report_bytes", 500 * 1024 * 1024),
        min_fill_seconds=_number(given, "min_fill_seconds", 20 if env == "production" else 0),
        **{name: _positive(given, name, default) for name, default in LIMITS.items()},
        argon2_slots=_number(given, "argon2_slots", 4),
        fast_argon2=_flag(given, "fast_argon2", False),
        slots_at_once=_flag(given, "slots_at_once", demo),
        release_at_once=_flag(given, "release_at_once", demo),
        secure_cookies=_flag(given, "secure_cookies", env == "production"),
    )


def _folder(given: Mapping[str, str], instance: Path, name: str) -> Path:
    """A folder as it was given, or of its own name in the instance."""
    return Path(given.get(name, str(instance / name)))


def _audiences(text: str) -> frozenset[str]:
    """The set of audiences named in a comma-separated text."""
    chosen = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not chosen or not chosen <= set(AUDIENCES):
        raise ConfigError(f"REPORTDESK_AUDIENCES takes any of {', '.join(AUDIENCES)}, not {text!r}")
    return chosen


def _database(text: str) -> str:
    """Address of the live database; its password must not be printed."""
    scheme = text.partition("://")[0].partition("+")[0]
    if scheme not in DATABASES:
        raise ConfigError(f"{PREFIX}DATABASE_URL begins with one of {', '.join(DATABASES)}://")
    return text


def _smtp(text: str) -> str:
    """Address of the mail server, or nothing."""
    if text and text.partition("://")[0] not in SMTP_SCHEMES:
        raise ConfigError(f"REPORTDESK_SMTP_URL begins with one of {', '.join(SMTP_SCHEMES)}://")
    return text


def _onion(text: str) -> str:
    """Address of the onion service, or nothing; a mistyped one would send students nowhere."""
    found = ONION.fullmatch(text)
    if text and (found is None or not _is_onion_key(found[1])):
        raise ConfigError(
            f"{PREFIX}ONION_URL is http://, the 56 signs of a version 3 onion service and .onion, "
            "copied without a change"
        )
    return text.rstrip("/")


def _is_onion_key(name: str) -> bool:
    """Whether a name carries the checksum that Tor puts into every version 3 address."""
    raw = b32decode(name.upper())
    key, checksum, version = raw[:32], raw[32:34], raw[34:]
    right = sha3_256(b".onion checksum" + key + version).digest()[:2]
    return version == b"\x03" and checksum == right


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    """A whole number of zero or more."""
    text = given.get(name, str(default))
    if not text.isdecimal():
        raise ConfigError(f"{PREFIX}{name.upper()} must be a whole number, not {text!r}")
    return int(text)


def _positive(given: Mapping[str, str], name: str, default: int) -> int:
    """A whole number of one or more: a bucket that never fills would lock everybody out."""
    number = _number(given, name, default)
    if number < 1:
        raise ConfigError(f"{PREFIX}{name.upper()} must be at least 1")
    return number


def _flag(given: Mapping[str, str], name: str, default: bool) -> bool:
    """A yes/no setting written 1 or 0."""
    text = given.get(name, "1" if default else "0")
    if text not in {"0", "1"}:
        raise ConfigError(f"{PREFIX}{name.upper()} must be 1 or 0, not {text!r}")
    return text == "1"


def _refuse_in_production(settings: Settings, given: Mapping[str, str]) -> None:
    """Refuse whatever would break a promise to users on a real site."""
    if not settings.audiences <= {"public"} and not given.get("database_url"):
        raise ConfigError("production needs REPORTDESK_DATABASE_URL")
    for name in ("operator_name", "operator_contact"):
        if not getattr(settings, name):
            raise ConfigError(f"production needs {PREFIX}{name.upper()} (shown on /about)")
    if not _is_lasting(given.get("site_url", "")):
        raise ConfigError(
            f"production needs {PREFIX}SITE_URL, an https:// address (or http:// of an .onion "
            "service): it is frozen into every release"
        )
    for name in ("fast_argon2", "slots_at_once", "release_at_once"):
        if getattr(settings, name):
            raise ConfigError(f"{PREFIX}{name.upper()} is for tests and the demonstration only")
    if (settings.instance / "demo.json").exists():
        raise ConfigError("this instance holds the demonstration; production needs its own")


def _is_lasting(address: str) -> bool:
    """Whether an address can be cited for good: https, or an onion service that needs none."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return (parts.scheme == "https" and bool(host)) or (
        parts.scheme == "http" and host.endswith(".onion")
    )
