"""The rest of the table in `test_access.py`: the pages to which mails lead, by whose mail it is and who holds it."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from people.mail_keys import mail_key
from people.models import Person
from recommendations.asks.by_mail import TO_ANSWER
from recommendations.models import Answer
from tests.test_access_people import pressed
from tests.worlds.access import VIEWERS, World, canaries_in, client_of, statuses
from tests.worlds.access_rights import Read

# By whose mail it is, in the order of VIEWERS but for who is nobody: of a question of Ben's that was passed on, and of
# one that was not; of an answer to him.
PASSED, KEPT, OWN = "404 200 200 404 404 404", "404 200 404 404 404 404", "200 404 404 404 404 404"
BY_MAIL = {"mail_ask": (PASSED, KEPT), "mail_no": (PASSED, KEPT), "mail_act": (OWN,)}
MEMBERS = [name for name in VIEWERS if name != "anonymous"]
# Whoever holds it, in whatever browser.
EVERYBODY, NOBODY = " ".join(["200"] * len(VIEWERS)), " ".join(["404"] * len(VIEWERS))
Url = Callable[[Person, UUID], str]
URLS: dict[str, Url] = {
    "mail_ask": lambda person, about: reverse("mail_ask", args=[mail_key(TO_ANSWER, person, about)]),
    "mail_no": lambda person, about: reverse("mail_no", args=[mail_key(TO_ANSWER, person, about)]),
    "mail_act": lambda person, about: reverse("mail_act", args=["thanks", mail_key("thanks", person, about)]),
}
SENT = {"words": "Ask Joe"}


def about(world: World, name: str) -> list:
    passed, kept = world.things["answer_new"]
    near = Answer.objects.get(ask=passed, person=world.viewers["circle"])
    return [near] if name == "mail_act" else [passed, kept]


@pytest.mark.parametrize("name", BY_MAIL)
def test_pages_of_mails_open_to_those_whose_mail_it_is(world, name):
    for thing, row in zip(about(world, name), BY_MAIL[name], strict=True):
        urls = [URLS[name](world.viewers[viewer], thing.public_id) for viewer in MEMBERS]
        assert " ".join(str(Client().get(url).status_code) for url in urls) == row
    assert {Client().get(URLS[name](world.viewers[viewer], uuid4())).status_code for viewer in MEMBERS} == {404}


@pytest.mark.parametrize("name", BY_MAIL)
def test_pages_of_mails_are_judged_by_the_oracle(world, name):
    read = Read()
    for thing, row in zip(about(world, name), BY_MAIL[name], strict=True):
        of = read.of[thing]
        may = {
            "mail_act": lambda x, of=of: of in read.life.answers_seen(x) and of.asked.asker is x,
        }.get(name, lambda x, of=of: read.life.mail_opens(of, x))
        assert [status == "200" for status in row.split()] == [may(read.of[world.viewers[name]]) for name in MEMBERS]


@pytest.mark.parametrize("name", BY_MAIL)
def test_pages_of_mails_are_the_same_whoever_holds_the_mail(world, name):
    [thing, *_], whose = about(world, name), world.viewers["self" if name == "mail_act" else "circle"]
    url = URLS[name](whose, thing.public_id)

    assert (statuses(world, url), statuses(world, url.replace(":", "x:"))) == (EVERYBODY, NOBODY)
    if name == "mail_ask":
        assert pressed(world, url) == EVERYBODY.replace("200", "422")  # nothing was typed
    else:
        assert pressed(world, url).split()[0] == "200"


def test_mail_shows_its_holder_the_question_alone(world):
    """The asker's name as its reader may know it; nothing that the reader has said."""
    passed, _ = about(world, "mail_ask")
    seen = {}
    for viewer in ("circle", "beyond"):
        key = URLS["mail_ask"](world.viewers[viewer], passed.public_id)
        pages = [Client().get(key), Client().get(f"{key}no/"), Client().post(key, SENT), Client().post(f"{key}no/")]
        seen[viewer] = [canaries_in(page) for page in pages]
        assert not any(world.viewers[viewer].name in page.content.decode() for page in pages)

    assert seen == {
        "circle": [{"canaryname-ben", "canary-need"}, {"canaryname-ben"}, {"canaryname-ben"}, set()],
        "beyond": [{"canary-need"}, set(), set(), set()],
    }


def test_mail_acts_show_nothing_of_what_they_are_about(world):
    [near] = about(world, "mail_act")
    url = URLS["mail_act"](world.ben, near.public_id)

    assert [canaries_in(page) for page in (Client().get(url), Client().post(url))] == [set(), set()]


def test_mail_opens_nothing_else_in_that_browser(world):
    """No session begins: whoever answered by it is still nobody."""
    passed, _ = about(world, "mail_ask")
    client = client_of(None)
    client.post(URLS["mail_ask"](world.viewers["circle"], passed.public_id), SENT)

    assert "sessionid" not in client.cookies
    assert client.get(passed.get_absolute_url()).status_code == 302
