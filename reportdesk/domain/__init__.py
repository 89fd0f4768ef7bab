"""The rules: pure functions over enums, dates and frozen dataclasses."""
