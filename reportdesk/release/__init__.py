"""Release files: frozen, byte-reproducible, the only thing the public site reads."""
