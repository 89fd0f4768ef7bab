"""Reportdesk: anonymous reports of coerced data collection, answered in public and on time."""

__version__ = "0.1.0"
