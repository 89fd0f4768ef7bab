"""The wiring a request may use. Public pages never import this module: they read releases only."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from flask import current_app

from reportdesk.runtime import Runtime

if TYPE_CHECKING:
    from reportdesk.storage.db import Tx

T = TypeVar("T")


def runtime() -> Runtime:
    """The runtime this application was made with."""
    return cast(Runtime, current_app.extensions["reportdesk.runtime"])


def read(query: "Callable[[Tx], T]") -> T:
    """Run one query in a read-only transaction."""
    return runtime().read(query)


def write(use_case: "Callable[[Tx], T]") -> T:
    """Run one use case in a transaction that commits when it returns."""
    return runtime().write(use_case)
