"""The records: SQLAlchemy rows and their few look-ups, without rules."""
