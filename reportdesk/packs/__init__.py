"""Jurisdiction packs: clocks, calendar, ladder, routing sources, questions and words as data."""
