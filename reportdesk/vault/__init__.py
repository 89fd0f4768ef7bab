"""Secrets: receipts, key files, sealed values and files. No framework, no database, no clock.

Everything is libsodium through PyNaCl; the only construction of our own is RFC 5869 (``kdf``).
Use cases talk to :class:`reportdesk.vault.vault.Vault` and to nothing else in here.
"""
