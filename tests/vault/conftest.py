"""A vault of its own for each test: key files, blobs and shred keys in a folder, no database."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from reportdesk.vault.files import LocalBlobs, LocalShreds
from reportdesk.vault.kdf import Work
from reportdesk.vault.keys import SiteKeys
from reportdesk.vault.slots import Slots
from reportdesk.vault.vault import Vault


@dataclass(frozen=True)
class Place:
    """The folders that a thief would carry away."""

    root: Path

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def blobs(self) -> Path:
        return self.root / "blobs"

    @property
    def shreds(self) -> Path:
        return self.root / "shreds"

    def open(self, slots: Slots | None = None, site: SiteKeys | None = None) -> Vault:
        """A vault over what lies in the folders, as a fresh process would build it."""
        return Vault(
            site or SiteKeys.load(self.keys),
            LocalBlobs(self.blobs),
            LocalShreds(self.shreds),
            slots or Slots(2, patience=0),
            Work.fast(),
        )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Fresh key files with cheap derivations, and empty stores."""
    place = Place(tmp_path / "instance")
    SiteKeys.init(place.keys, Work.fast())
    return place


@pytest.fixture
def site(place: Place) -> SiteKeys:
    return SiteKeys.load(place.keys)


@pytest.fixture
def vault(place: Place) -> Vault:
    return place.open()
