"""The reads: what a page shows, built from records."""
