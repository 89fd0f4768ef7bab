"""The page for offices without accounts."""
