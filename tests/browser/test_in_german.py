"""What people come to do, in another language from the invitation on, by the words that its catalogue has for it."""

import re
from collections.abc import Callable

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from people.models import Person
from recommendations.models import Trade
from tests.browser.test_inviting import code_mailed

# The others have words for everything, too; what each journey takes in time, one language shows as well as three.
LANGUAGES = ["de", *(pytest.param(code, marks=pytest.mark.campaign) for code in ("fr", "es"))]
Say = Callable[..., str]


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture
def say(language) -> Say:
    """What a sentence of the source is in that language, with its values put in."""

    def said(message: str, **values: str) -> str:
        with translation.override(language):
            text = gettext(message)
        assert text != message, "else it is English"
        return text % values if "%(" in text else text.format(**values)

    return said


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def join(page: Page, say: Say, link: str) -> None:
    page.goto(link)
    page.get_by_label(say("How do you know {name}?", name="Ben")).fill("Aus dem Ruderverein")
    page.get_by_label(say("E-mail address")).fill("zoe@example.org")
    press(page, say("Yes, I would act on %(name)s’s word", name="Ben"))
    expect(page.locator("input[name=code]")).to_be_visible()
    page.locator("input[name=code]").fill(code_mailed())
    press(page, say("Go on"))
    expect(page.get_by_text("Ben Okafor").first).to_be_visible()


def vouch(page: Page, say: Say, trade: str) -> None:
    page.goto("/vouches/new/")
    page.get_by_label(say("Who did the work?")).fill("Fliesen Krüger")
    page.get_by_label(say("What kind of work?")).fill(trade)
    page.get_by_label(say("What did they do for you?")).fill("Bad gefliest")
    page.locator("label[for=id_hired_on_0]").click()
    page.locator("label[for=id_outcome_0]").click()
    page.get_by_label(say("In your words")).first.fill("Sauber und pünktlich.")
    page.get_by_label(say("Where are they?")).fill("Leeds")
    page.locator("form.stack[data-draft] button.primary").click()
    expect(page.get_by_text(say("Saved. Your circle and theirs can find it."))).to_be_visible()


def find_and_ask(page: Page, say: Say, trade: str) -> str:
    """The address of the question."""
    page.goto("/find/")
    page.get_by_role("searchbox").fill(trade)
    press(page, say("Search"))
    page.get_by_role("link", name=say("Ask your circle")).first.click()
    page.get_by_label(say("What is it about?")).fill("Ein altes Klavier")
    press(page, say("Continue"))
    page.locator("form[action$='/send/'] button.primary").click()
    expect(page.get_by_text(say("Sent. You hear of every answer."))).to_be_visible()
    return page.url


def leave(page: Page, say: Say) -> None:
    """Once it is shown that it is they."""
    page.goto("/you/leave/")
    press(page, say("Send me a code"))
    expect(page.locator("input[name=code]")).to_be_visible()
    page.locator("input[name=code]").fill(code_mailed())
    page.locator("main form button").first.click()
    page.locator("label").filter(has=page.locator("input[value=all]")).click()
    page.locator("main input[type=checkbox]").check()
    press(page, say("Leave for good"))


def test_a_member_lives_in_their_language_from_the_invitation_to_the_end(visit, street, language, say):
    with translation.override(language):
        tiler, tuner = (str(Trade.objects.get(slug=slug)) for slug in ("tiler", "piano-tuner"))
    Person.objects.filter(pk=street["ben"].pk).update(language=language)
    ben = visit("/invitations/new/", street["ben"])
    ben.get_by_label(say("Who is it for?")).fill("Zoe")
    ben.get_by_label(say("How do you know them?")).fill("Aus dem Ruderverein")
    press(ben, say("Make the invitation"))
    link = re.search(r"http\S+", ben.get_by_label(say("Words to send, with the link")).input_value())[0]

    zoe = visit("about:blank", locale=language)
    join(zoe, say, link)
    assert Person.objects.get(name="Zoe").language == language
    vouch(zoe, say, tiler)
    asked = find_and_ask(zoe, say, tuner)

    ben.goto(asked)
    ben.get_by_label(say("Your answer")).fill("Frag Frau Taste.")
    press(ben, say("Send these words"))
    zoe.goto(asked)
    expect(zoe.get_by_text("Frag Frau Taste.")).to_be_visible()
    press(zoe, say('Say thanks<span class="vh"> for what %(who)s says</span>', who="").split("<")[0])
    expect(zoe.get_by_text(say("You said thanks.")).first).to_be_visible()

    zoe.goto("/you/details/")
    press(zoe, say("Save"))
    expect(zoe.get_by_text(say("Saved.")).first).to_be_visible()
    leave(zoe, say)
    expect(zoe.get_by_text(say("Everything of yours is gone. Thank you for having been here."))).to_be_visible()
    assert not Person.objects.filter(email="zoe@example.org").exists()
