"""What gunicorn serves: ``wsgi:app``."""

from config import load_settings
from reportdesk.runtime import Runtime
from reportdesk.web.app import create_app

app = create_app(Runtime(load_settings()))
