"""The language of a request: Chinese unless English is asked for in the address or the form.

Chinese is the source language, so it needs no catalogue. English catalogues (one per audience and
one shared) are read from their .po files once per process; nothing has to be compiled.
The choice travels as ``lang=en``, never in a cookie: student and public pages set none.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request, url_for
from flask_babel import Babel, Domain, get_locale
from werkzeug.exceptions import HTTPException
from werkzeug.local import LocalProxy
from werkzeug.routing import BuildError

Lang = Literal["zh", "en"]
DOMAINS = ("messages", "report", "desk", "public")
CATALOGUES = Path(__file__).resolve().parents[1] / "translations"
LOCALES: dict[Lang, str] = {"zh": "zh_Hans_CN", "en": "en"}
HTML_LANG: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}


@cache
def english() -> Translations:
    """All English catalogues as one."""
    merged: Translations | None = None
    for domain in DOMAINS:
        path = CATALOGUES / "en" / "LC_MESSAGES" / f"{domain}.po"
        if not path.exists():
            continue
        with path.open("rb") as source:
            catalogue = read_po(source, locale="en", domain=domain)
        packed = BytesIO()
        write_mo(packed, catalogue)
        packed.seek(0)
        loaded = Translations(packed, domain)
        merged = loaded if merged is None else merged.merge(loaded)
    return merged if merged is not None else Translations()


class Catalogues(Domain):
    """All domains at once, read once; flask-babel itself would read them anew for each request."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the current language; for Chinese an empty one."""
        locale = get_locale()
        return english() if locale is not None and locale.language == "en" else NullTranslations()


class SiteBabel(Babel):
    """flask-babel with the merged catalogues."""

    @property
    def domain_instance(self) -> Catalogues:
        """The one domain of this project."""
        return Catalogues()


def lang() -> Lang:
    """``zh`` or ``en``."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def _asked() -> str | None:
    """The language named in the address, else in a plain form.

    A form with files is never parsed here: only its own route may, so that uploads are sealed
    while they stream. Such forms carry the language in their address too.
    """
    if "lang" in request.args:
        return request.args["lang"]
    if request.method == "POST" and request.mimetype == "application/x-www-form-urlencoded":
        try:
            return request.form.get("lang")
        except HTTPException:  # too large or broken: the route says so, in the default language
            return None
    return None


def select_locale() -> str:
    """Locale of the request; anything but ``en`` is Chinese."""
    return LOCALES["en" if _asked() == "en" else "zh"]


def url(endpoint: str, **values: Any) -> str:
    """Address of an endpoint in the reader's language; ``lang`` comes first in the query."""
    return url_for(endpoint, **({"lang": "en"} if lang() == "en" else {}) | values)


def url_or(endpoint: str, path: str) -> str:
    """Like ``url``, or the bare path when another process serves that audience."""
    try:
        return url(endpoint)
    except BuildError:
        return f"{path}?lang=en" if lang() == "en" else path


def lang_switch(explicit: bool = False) -> str:
    """This page in the other language.

    ``explicit`` names Chinese too, for buttons that post a form which itself says ``lang``.
    On error pages it leads home: an address that does not exist must not be repeated.
    """
    other: Lang = "zh" if lang() == "en" else "en"
    query: dict[str, Any] = {"lang": other} if other == "en" or explicit else {}
    if request.url_rule is None or g.get("failed"):
        return "/?lang=en" if other == "en" else "/"
    for name, given in request.args.lists():
        if name != "lang":
            query[name] = given
    here = url_for(str(request.endpoint), **(request.view_args or {}))
    return f"{here}?{urlencode(query, doseq=True)}" if query else here


def init_app(app: Flask) -> None:
    """Register the language choice and its template globals."""
    SiteBabel(app, default_locale=LOCALES["zh"], locale_selector=select_locale)
    app.jinja_env.globals.update(
        url=url,
        url_or=url_or,
        lang_switch=lang_switch,
        current_lang=LocalProxy(lang),
        html_lang=LocalProxy(lambda: HTML_LANG[lang()]),
    )
