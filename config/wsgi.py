import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
# Views and forms are loaded now, and not with the first page; and nothing that is loaded by now is garbage.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
