"""Reportdesk: anonymous reports of coerced data collection, routed, timed, escalated and answered in public."""

__version__ = "0.1.0"
