"""An onion address as Tor would make one, and a site that is asked for there."""

from base64 import b32encode
from hashlib import sha3_256

from flask import Flask

KEY = bytes(range(32))
CHECKSUM = sha3_256(b".onion checksum" + KEY + b"\x03").digest()[:2]
HOST = b32encode(KEY + CHECKSUM + b"\x03").decode().lower() + ".onion"
ONION = f"http://{HOST}"


def at_onion(app: Flask) -> Flask:
    """The same site, whose visitors all come to the onion service."""
    inner = app.wsgi_app

    def asked_there(environ, start_response):
        environ["HTTP_HOST"] = HOST
        environ["wsgi.url_scheme"] = "http"
        return inner(environ, start_response)

    app.wsgi_app = asked_there
    return app
