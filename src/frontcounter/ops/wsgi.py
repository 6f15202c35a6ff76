"""The web program: static files first, then Django."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from frontcounter.ops.startup import check_start, warm_up
from frontcounter.web.assets import IMMUTABLE, STATIC_ROOT, STATIC_URL

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontcounter.ops.settings")

_django = get_wsgi_application()
check_start()
warm_up()
application = WhiteNoise(
    _django,
    root=str(STATIC_ROOT),
    prefix=STATIC_URL,
    max_age=86400,
    allow_all_origins=False,
    immutable_file_test=IMMUTABLE,
)
