"""Attachments: what a file is, and a copy of it without what identifies people."""
