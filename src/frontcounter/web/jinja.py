"""The Jinja environment of every page, for Django's Jinja2 backend.

Settings: BACKEND "django.template.backends.jinja2.Jinja2", DIRS [], APP_DIRS False,
OPTIONS {"environment": "frontcounter.web.jinja.environment"}; every room's templates are found.
"""

from __future__ import annotations

from typing import Any

from django.template import engines
from django.urls import reverse
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)

from frontcounter.base.languages import LanguageError, language
from frontcounter.web import texts
from frontcounter.web.assets import asset, look_url
from frontcounter.web.page import tel


def template_dirs() -> list[str]:
    """Return the `templates` folder of every room; templates live in `<room>/templates/<room>/`."""
    found = [*texts.PACKAGE.glob("*/templates"), *texts.PACKAGE.glob("*/*/templates")]
    return [str(path) for path in sorted(found)]


def _t(key: str, /, **values: object) -> str:
    return texts.current()(key, **values)


def _plural(key: str, n: int, /, **values: object) -> str:
    return texts.current().plural(key, n, **values)


def _url(name: str, /, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """Make the environment: autoescape, our globals, the GOV.UK macros under their own name."""
    own = options.pop("loader")
    options["autoescape"] = True
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    # The GOV.UK macros call each other without parameters; chainable keeps that from raising.
    options["undefined"] = ChainableUndefined
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    loader = ChoiceLoader([own, FileSystemLoader(template_dirs()), govuk])
    env = Environment(loader=loader, **options)  # noqa: S701
    env.globals.update(t=_t, plural=_plural, asset=asset, look_url=look_url, tel=tel, url=_url)
    env.globals.update(language_name=language_name)
    return env


def jinja() -> Environment:
    """The environment of all pages."""
    env: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return env


def language_name(code: str) -> str:
    """A language by its own name, or its code where we have no file of it."""
    try:
        return language(code).name
    except LanguageError:
        return code


def load_all_templates() -> None:
    """Compile every template of ours and read their words, so that forked processes share them."""
    for lang in texts.complete_languages():
        texts.catalogue(lang)
    env = jinja()
    for name in FileSystemLoader(template_dirs()).list_templates():
        if name.endswith(".html"):
            env.get_template(name)
