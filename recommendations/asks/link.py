"""The link of a question, for those who have no account: what it says, and the names it is known by."""

from uuid import UUID

from django.utils.crypto import salted_hmac

from people.previews import Preview
from recommendations.models import Ask

# In the session of a browser: the answers that were written there.
ANSWERS = "link_answers"
WITHOUT_AN_ACCOUNT = "You can answer here, without an account."


def id_made_of(key: str) -> UUID:
    """Of an answer, from the key of its form: whoever comes to know an id, which stands in an address, has no key that
    they could send to be shown what is there."""
    return UUID(bytes=salted_hmac("link_answer", key, algorithm="sha256").digest()[:16], version=4)


def preview_of_ask(ask: Ask) -> Preview:
    """What its asker meant it to say; of a discreet question who asks, and nothing around it."""
    asker = ask.person.first_name
    if ask.discreet:
        return Preview(f"{asker} asks you something", WITHOUT_AN_ACCOUNT)
    said = f"“{ask.words}” {WITHOUT_AN_ACCOUNT}" if ask.words else WITHOUT_AN_ACCOUNT
    return Preview(f"{asker} asks: {ask.in_short}", said)


def words_for(ask: Ask, url: str) -> str:
    """To be sent along with the link, as one would say it; a message stands on a lock screen, too."""
    if ask.discreet:
        return f"Could you look at a question of mine? I would rather not write it here. You need no account: {url}"
    asks, tell = f"I am looking for {ask.need_near}.", "Have you hired one whom you would hire again?"
    if not ask.is_for_hire:
        asks, tell = ask.question, "Do you know?"
    tell = f"{tell} You can tell me here, without an account: {url}"
    return "\n".join([asks, *([ask.words] if ask.words else []), tell])
