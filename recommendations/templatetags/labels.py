"""What stands on the buttons of a card of something shared: a page has dozens, each a node for every value put in."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.drawn import drawn
from people.spoken import spoken

register = template.Library()

LABELS = {
    "shared": _("Shared {when}"),
    "thank": _('Thank them<span class="vh">: {name}</span>'),
    "keep": _('Keep it<span class="vh">: what {name} shared</span>'),
    "let go": _('Kept. Let it go<span class="vh">: what {name} shared</span>'),
    "introduce": _('Ask {friend} to introduce you<span class="vh"> to {name}</span>'),
    "ask": _("Ask {friend} about it"),
    "report it": _('Report it<span class="vh">: what {name} shared {when}</span>'),
    "block": _("Block {name}"),
    "report": _("Report {name}"),
    "take up": _('Take it up<span class="vh">: {words}</span>'),
    "report offer": _('Report it<span class="vh">: {words}</span>'),
    "edit": _('Edit<span class="vh"> what you shared {when}</span>'),
    "withdraw": _('Withdraw<span class="vh"> what you shared {when}</span>'),
    "edit offer": _('Edit<span class="vh">: {words}</span>'),
    "withdraw offer": _('Withdraw<span class="vh">: {words}</span>'),
}


@register.simple_tag
def label(of: str, **put: str) -> SafeString:
    return drawn(spoken()(LABELS[of]), **put)
