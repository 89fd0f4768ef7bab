"""What each kind of letter says: one writer a kind."""
