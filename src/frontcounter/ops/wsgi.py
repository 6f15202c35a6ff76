"""The web program: static files first, then Django."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontcounter.ops.settings")

STATIC = Path(__file__).resolve().parent.parent / "web" / "static"

_django = get_wsgi_application()
application = WhiteNoise(_django, root=str(STATIC), prefix="/static/", max_age=86400)
