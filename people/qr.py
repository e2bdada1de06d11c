from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe


# To draw one takes as long as most pages, and whoever looks at a page looks at it again.
@lru_cache(maxsize=500)
def qr_picture(text: str) -> SafeString:
    """Inline SVG of one path, coloured by the style sheet."""
    picture = segno.make(text, error="m", micro=False)
    drawn = picture.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 (drawn by the library from nothing but squares)
