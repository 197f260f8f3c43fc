"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dugnad.settings")
application = get_wsgi_application()

# What commands load only when they need it, servers load before they part into processes: the memory is
# shared then, and the first visitor does not wait for it.
import dugnad.urls  # noqa: E402, F401
from dugnad.kit.text import render_markdown  # noqa: E402

render_markdown("")
