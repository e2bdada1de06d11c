"""The link of a question, for those who have no account: what it says, and the names it is known by."""

from uuid import UUID

from django.utils.crypto import salted_hmac

from recommendations.models import Ask

# In the session of a browser: the links that were opened there, and the answers that were written there.
LINKS, ANSWERS = "ask_links", "link_answers"


def id_made_of(key: str) -> UUID:
    """Of an answer, from the key of its form: whoever comes to know an id, which stands in an address, has no key that
    they could send to be shown what is there."""
    return UUID(bytes=salted_hmac("link_answer", key, algorithm="sha256").digest()[:16], version=4)


def words_for(ask: Ask, url: str) -> str:
    """To be sent along with the link."""
    where = f" near {ask.place.name}" if ask.place else ""
    return f"Do you know a good {ask.trade.name.lower()}{where}? You can answer here, without an account: {url}"
