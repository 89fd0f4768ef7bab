"""``python -m reportdesk`` is the ``reportdesk`` command."""

from reportdesk.cli import main

main()
