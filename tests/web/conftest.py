"""These tests need no database: alone, they run with the least settings that render a page."""

from __future__ import annotations

import django
import pytest
from django.conf import settings

from frontcounter.web import build

JINJA = {
    "BACKEND": "django.template.backends.jinja2.Jinja2",
    "DIRS": [],
    "APP_DIRS": False,
    "OPTIONS": {"environment": "frontcounter.web.jinja.environment"},
}


@pytest.hookimpl(trylast=True)  # after the tests' common settings, when they are there
def pytest_configure() -> None:
    if not settings.configured:
        settings.configure(
            TEMPLATES=[JINJA], SECRET_KEY="tests only", USE_TZ=True, ALLOWED_HOSTS=["127.0.0.1"]
        )
        django.setup()
    build.build()  # before the samples are made: they name the built files
