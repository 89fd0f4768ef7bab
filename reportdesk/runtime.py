"""The only wiring: settings become a database, a vault, a clock, a pack and a mailer."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from config import MIGRATIONS, ConfigError
from reportdesk.mail.smtp import Mailer
from reportdesk.packs.loader import load_pack
from reportdesk.packs.schema import Pack
from reportdesk.queries import health
from reportdesk.settings import Settings
from reportdesk.storage import migrate
from reportdesk.storage.db import Database, Tx
from reportdesk.vault.keyfile import KeyFileError
from reportdesk.vault.vault import Vault

T = TypeVar("T")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def system_clock() -> datetime:
    """This instant, in the one time zone all dates are counted in."""
    return datetime.now(SHANGHAI)


class Runtime:
    """Builds each part on first use, so that the public site never opens the database."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = system_clock) -> None:
        self.settings = settings
        self.clock = clock

    @cached_property
    def db(self) -> Database:
        """The live database."""
        self.settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Database(self.settings.database_url)

    @cached_property
    def vault(self) -> Vault:
        """Keys and sealed stores; raises ConfigError before ``reportdesk keys init``."""
        try:
            return Vault.open(self.settings)
        except KeyFileError as error:
            raise ConfigError(f"{error}; see reportdesk keys init") from error

    @cached_property
    def pack(self) -> Pack:
        """The jurisdiction pack in force; raises PackError for one that is not in force today."""
        return load_pack(self.settings.pack, on=self.clock().date())

    @cached_property
    def mailer(self) -> Mailer:
        """The way staff mail leaves."""
        return Mailer(self.settings)

    def write(self, work: Callable[[Tx], T]) -> T:
        """One unit of work, committed."""
        return self.db.run(work, self.clock())

    def read(self, work: Callable[[Tx], T]) -> T:
        """One look, rolled back."""
        return self.db.read(work, self.clock())

    def refuse_unfit_pack(self) -> Pack:
        """The pack, or PackError at once when it has a fault or is not in force today."""
        return self.pack

    def refuse_demonstration(self) -> None:
        """Raise ConfigError when a real site would run on the demonstration's database."""
        if self.settings.production and self.read(health.is_demonstration):
            raise ConfigError("this database holds the demonstration; production needs its own")

    def upgrade_database(self) -> None:
        """Bring the live database to the newest schema."""
        migrate.upgrade(self.db, MIGRATIONS)

    def schema_problems(self) -> list[str]:
        """How the live database differs from the newest schema; empty when it does not."""
        return migrate.problems(self.db, MIGRATIONS)
