"""Packs to spoil and packs invented for a test."""

import shutil
from pathlib import Path

import pytest

from reportdesk.packs.loader import DATA, DEFAULT_PACK


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the national pack, to be spoiled."""
    return shutil.copytree(DATA / DEFAULT_PACK, tmp_path / "own-pack")


LOCAL_HEAD = """\
id: made-up-city
version: "7"
title: {zh: 虚构市, en: Made-up City}
valid_from: 2026-01-01
parent: cn-xinfang-2022
sources:
  - {law: 虚构市办法, en: Made-up City Rules, url: "https://example.org/r", retrieved: 2026-01-02}
"""
LOCAL_CLOCKS = """\
K2:
  name: {zh: 作出处理决定, en: Give a decision}
  days: 5
  unit: working
  kind: statutory
  starts: [accepted, notice_lapsed]
  presumed_by: [notice_lapsed]
  stops: [answered]
  citation: {law: 虚构市办法, article: "9(2)", code: W}
K3:
  name: {zh: 延长, en: Extension}
  after: K2
  cap: 10
  unit: working
  kind: statutory
  starts: [extended]
  stops: [answered]
  citation: {law: 虚构市办法, code: W}
CALLBACK:
  name: {zh: 电话回访, en: Call back}
  days: 2
  unit: working
  kind: policy
  starts: [answered]
  stops: [closed]
  citation: {law: 本站规则}
"""
LOCAL_LADDER = """\
rungs:
  S1: {from: overdue, days: 0, name: {zh: 逾期, en: Overdue}}
  S2: {from: overdue, days: 2, name: {zh: 上级, en: Superior}}
clocks:
  K2: all
  CALLBACK: [S1]
"""


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A pack invented over the national one: other days, other units, one extra clock."""
    folder = tmp_path / "made-up-city"
    folder.mkdir()
    (folder / "pack.yaml").write_text(LOCAL_HEAD, encoding="utf-8")
    (folder / "clocks.yaml").write_text(LOCAL_CLOCKS, encoding="utf-8")
    (folder / "ladder.yaml").write_text(LOCAL_LADDER, encoding="utf-8")
    return folder
