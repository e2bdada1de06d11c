"""The link of a question, for those who have no account: what it says, and the names it is known by."""

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from people.previews import Preview
from people.tokens import id_made_of
from recommendations.models import Ask

# In the session of a browser: the answers that were written there.
ANSWERS = "link_answers"


def id_of_answer(key: str) -> UUID:
    """From the key of its form: whoever comes to know an id, which stands in an address, has no key that they could
    send to be shown what is there."""
    return id_made_of("link_answer", key)


def preview_of_ask(ask: Ask) -> Preview:
    """In the language of its asker, and what they meant it to say; of a discreet question who asks, and nothing around
    it."""
    with translation.override(ask.person.language):
        asker, said = ask.person.first_name, _("You can answer here, without an account.")
        if ask.discreet:
            return Preview(_("{first} asks you something").format(first=asker), said)
        if ask.words:
            said = _("“{words}” You can answer here, without an account.").format(words=ask.words)
        return Preview(_("{first} asks: {what}").format(first=asker, what=ask.in_short), said)


def words_for(ask: Ask, url: str) -> str:
    """To be sent along with the link, as one would say it; a message stands on a lock screen, too."""
    if ask.discreet:
        asks = _("Could you look at a question of mine? I would rather not write it here. You need no account: {url}")
        return asks.format(url=url)
    if ask.is_for_hire:
        asks = _("I am looking for {need}.").format(need=ask.need_near)
        tell = _("Have you hired one whom you would hire again? You can tell me here, without an account: {url}")
    else:
        asks, tell = ask.question, _("Do you know? You can tell me here, without an account: {url}")
    tell = tell.format(url=url)
    return "\n".join([asks, *([ask.words] if ask.words else []), tell])
