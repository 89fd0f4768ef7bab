"""Personal details in a text: found, graded, masked; never stored.

Rules of our own, because the general tools find nothing in Chinese. A miss is possible and the pages
say so; a false find costs the writer one glance. How well they do is measured:
docs/identity-check.md.
"""

from reportdesk.domain.identity.kinds import LEVELS, MASK, Detail, DetailKind, Level, Span
from reportdesk.domain.identity.search import details, details_of, joined, mask, public_details
from reportdesk.domain.identity.together import Day, School, Together, together

__all__ = [
    "LEVELS",
    "MASK",
    "Day",
    "Detail",
    "DetailKind",
    "Level",
    "School",
    "Span",
    "Together",
    "details",
    "details_of",
    "joined",
    "mask",
    "public_details",
    "together",
]
