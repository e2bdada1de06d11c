import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Objects made since the last collection. A page makes some thousands that are all let go at its end; to look through
# them, and through all that is loaded, in its middle cost pages with very much on them a third of their time.
GARBAGE_IS_COLLECTED_EVERY = 50_000

application = get_wsgi_application()
# Views and forms are loaded now, and not with the first page; and nothing that is loaded by now is garbage.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(GARBAGE_IS_COLLECTED_EVERY)
