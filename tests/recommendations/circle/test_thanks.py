"""“I hired them on your word”: who may say it, who hears of it, and by which name."""

import re
from html import unescape

import pytest
from allauth.core import ratelimit
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from people.delivery import deliver_due
from people.models import Notice, Person, Tie
from recommendations.circle.thanks import thanks_to
from recommendations.leaving import erasing
from recommendations.models import Outcome, Scope, Thanks
from recommendations.providers.suggestions import suggestion_of
from tests.worlds.builders import befriend, make_person, make_vouch
from tests.worlds.looking import as_, shapes
from tests.worlds.outbox import sent

STRANGER = "Someone beyond your circle"


@pytest.fixture
def bens(ben):
    return make_vouch(author=ben, name="Rosa Lima")


@pytest.fixture
def cleos(cleo):
    return make_vouch(author=cleo, name="Rosa Lima")


def page_of(person, vouch) -> str:
    """Where one says thanks for these words; 404 where one may not."""
    suggestion = suggestion_of(person, vouch.provider.public_id)
    words = suggestion.words if suggestion else []
    key = next((word.key for word in words if word.vouch == vouch.pk), "none")
    return reverse("thanks_new", args=[vouch.provider.public_id, key])


def thank(person, vouch, words="Just as you said"):
    return as_(person).post(page_of(person, vouch), {"words": words})


def heard(person) -> list[str]:
    page = unescape(as_(person).get("/thanks/").content.decode())
    rows = re.findall(r"</span></p>\s*<p>(.*?)</p>\s*(?:<blockquote>(.*?)</blockquote>)?", page)
    return [f"{re.sub('<[^>]*>', '', said)} {words}".strip() for said, words in rows]


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="thanked").order_by("person__name")
    return [(notice.person.first_name, notice.link) for notice in rows]


def notices(person) -> list[str]:
    return [notice.kind for notice in Notice.objects.visible_to(person)]


def crowd_around(someone) -> None:
    for _ in range(3):
        befriend(someone, make_person())


# --- Saying it ------------------------------------------------------------------------------------


def test_a_friend_hears_of_it_by_name_and_nobody_else(ana, ben, cleo, dan, bens):
    answer = thank(ana, bens)

    assert (answer.status_code, answer.url) == (302, reverse("provider", args=[bens.provider.public_id]))
    assert told() == [("Ben", "/thanks/")]
    assert heard(ben) == ["Ana Silva hired Rosa Lima on your word. Just as you said"]
    assert [heard(person) for person in (ana, cleo, dan)] == [[], [], []]


def test_along_a_chain_the_one_between_hears_of_it_too(ana, ben, cleo, cleos):
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    thank(ana, cleos)

    assert told() == [("Ben", "/thanks/"), ("Cleo", "/thanks/")]
    assert heard(ben) == [
        "Ana Silva hired Rosa Lima on Cleo Martin’s word, which reached them through you. Just as you said"
    ]


def test_where_nobody_between_is_named_nobody_between_is_told(ana, ben, cleo, cleos):
    thank(ana, cleos)

    assert (told(), heard(ben)) == ([("Cleo", "/thanks/")], [])


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("crowded", [True, False])
def test_beyond_the_circle_the_giver_is_called_by_the_name_rule(ana, ben, cleo, cleos, named, crowded):
    Person.objects.filter(pk=ana.pk).update(named_beyond=named)
    if crowded:
        crowd_around(ben)
    thank(ana, cleos, "")

    nameless = "A friend of Ben Okafor" if crowded else STRANGER
    assert heard(cleo) == [f"{'Ana Silva' if named else nameless} hired Rosa Lima on your word."]


def test_the_form_says_who_is_told_and_by_which_name(ana, ben, cleo, bens, cleos):
    def said(vouch) -> list[str]:
        page = unescape(as_(Person.objects.get(pk=ana.pk)).get(page_of(ana, vouch)).content.decode())
        return [re.sub("<[^>]*>", "", line) for line in re.findall(r"<li>(<b>.*?)</li>", page)]

    nameless = "who vouched for them and does not see your name: you are a friend of a friend to them."
    between = "Ben Okafor, through whom you found this, and who knows you both by name."
    assert said(bens) == ["Ben Okafor, who vouched for them and sees your name."]
    assert said(cleos) == [f"{STRANGER}, {nameless}"]

    crowd_around(ben)
    assert said(cleos) == [f"A friend of Ben Okafor, {nameless}", between]

    Person.objects.update(named_beyond=True)
    assert said(cleos) == ["Cleo Martin, who vouched for them and sees your name.", between]


def test_said_twice_it_is_said_once(ana, ben, bens):
    page = page_of(ana, bens)
    first, second = (as_(ana).post(page, {"words": words}) for words in ("One", "Two"))

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert (heard(ben), told()) == (["Ana Silva hired Rosa Lima on your word. One"], [("Ben", "/thanks/")])
    assert as_(ana).get(page).url == reverse("thanks_went", args=[Thanks.objects.get().public_id])


def test_the_word_then_says_so_to_the_hirer_alone(ana, ben, cleo, bens):
    thank(ana, bens)
    provider = reverse("provider", args=[bens.provider.public_id])
    said = {
        person.first_name: "You said thanks" in as_(person).get(provider).content.decode() for person in (ana, cleo)
    }

    assert said == {"Ana": True, "Cleo": False}


def test_too_long_a_word_comes_back_with_what_was_typed(ana, bens):
    answer = thank(ana, bens, "x" * 301)

    assert (answer.status_code, "Use 300 letters at most." in answer.content.decode()) == (422, True)
    assert "x" * 301 in answer.content.decode()
    assert not Thanks.objects.exists()


def test_thirty_times_a_day_is_enough_and_what_was_typed_is_kept(ana, ben, bens):
    for _ in range(30):
        ratelimit.consume(request_of(ana), action="thank")

    answer = thank(ana, bens)
    assert (answer.status_code, Thanks.objects.exists(), "Just as you said" in answer.content.decode()) == (
        429,
        False,
        True,
    )


def request_of(person):
    request = RequestFactory().post("/")
    request.user = person
    return request


def test_thanks_new_refuses_hidden_words_ones_own_and_warnings(ana, ben, cleo, bens):
    """Who may not read a word cannot thank for it nor for one’s own or a warning."""
    warning = make_vouch(author=ben, provider=bens.provider, outcome=Outcome.NO, scope=Scope.CIRCLE)
    private = make_vouch(author=ben, provider=bens.provider, scope=Scope.ME)
    stranger = make_person()
    theirs = page_of(ana, bens)

    answers = {thank(*each).status_code for each in ((ana, warning), (ana, private), (ben, bens), (stranger, bens))}
    assert answers | {as_(person).post(theirs).status_code for person in (ben, cleo, stranger)} == {404}
    assert not Thanks.objects.exists()
    assert thank(ana, bens).status_code == 302


def test_no_two_viewers_and_no_two_vouches_share_a_key(ana, ben, cleo, bens, cleos):
    second = make_vouch(author=ben, provider=bens.provider)

    assert len({page_of(ana, bens), page_of(ana, second), page_of(cleo, bens), page_of(cleo, second)}) == 4
    assert str(bens.public_id) not in as_(ana).get(page_of(ana, bens)).content.decode()


def test_the_mails_name_nobody(ana, ben, cleo, cleos):
    Person.objects.update(named_beyond=True)
    thank(ana, cleos)

    assert deliver_due() == 2
    assert set(sent()) == {ben.email, cleo.email}


# --- What happens afterwards ----------------------------------------------------------------------


@pytest.fixture
def thanked(ana, ben, cleo, cleos):
    Person.objects.update(named_beyond=True)
    thank(ana, cleos)
    assert (len(heard(ben)), len(heard(cleo)), notices(ben), notices(cleo)) == (1, 1, ["thanked"], ["thanked"])


@pytest.mark.usefixtures("thanked")
@pytest.mark.parametrize("by_the_giver", [True, False])
def test_thanks_are_hidden_by_a_block_from_the_author_alone(ana, ben, cleo, by_the_giver):
    """A block hides it at once from the author and changes nothing for the one between."""
    ana.block(cleo) if by_the_giver else cleo.block(ana)

    assert (heard(cleo), notices(cleo), cleo.has_news()) == ([], [], False)
    assert (len(heard(ben)), notices(ben)) == (1, ["thanked"])
    assert deliver_due() == 1
    assert sent() == [ben.email]


@pytest.mark.usefixtures("thanked")
def test_a_block_by_the_one_between_hides_it_from_them(ana, ben, cleo):
    ben.block(ana)

    assert (heard(ben), notices(ben)) == ([], [])
    assert heard(cleo) == [f"{STRANGER} hired Rosa Lima on your word. Just as you said"]


@pytest.mark.usefixtures("thanked")
@pytest.mark.parametrize("with_whom", ["ana", "cleo"])
def test_the_one_between_sees_it_as_long_as_both_are_friends(ana, ben, cleo, with_whom):
    Tie.objects.part(ben, {"ana": ana, "cleo": cleo}[with_whom])

    assert (heard(ben), notices(ben)) == ([], [])
    assert heard(cleo) == [f"{STRANGER} hired Rosa Lima on your word. Just as you said"]


@pytest.mark.usefixtures("thanked")
def test_whoever_rests_is_not_there_until_they_wake(ana, ben, cleo):
    erasing.rest(ana)
    assert [heard(person) + notices(person) for person in (ben, cleo)] == [[], []]

    Person.objects.get(pk=ana.pk).set_active(True)
    assert (len(heard(ben)), len(heard(cleo))) == (1, 1)


@pytest.mark.usefixtures("thanked")
@pytest.mark.parametrize("who", ["ana", "cleo"])
def test_with_whoever_leaves_it_is_gone_for_good(ana, ben, cleo, who):
    Thanks.objects.get().ask()
    erasing.erase({"ana": ana, "cleo": cleo}[who], write_down=False)

    assert (Thanks.objects.count(), Notice.objects.count()) == (0, 0)


@pytest.mark.usefixtures("thanked")
def test_when_the_one_between_leaves_the_author_keeps_it(ben, cleo):
    erasing.erase(ben, write_down=False)

    assert heard(cleo) == [f"{STRANGER} hired Rosa Lima on your word. Just as you said"]


@pytest.mark.usefixtures("thanked")
def test_it_goes_with_the_vouch(ana, ben, cleo, cleos):
    Thanks.objects.get().ask()
    cleos.withdraw()

    assert (heard(ben), heard(cleo), Notice.objects.count()) == ([], [], 0)


@pytest.mark.usefixtures("thanked")
def test_of_a_vouch_kept_to_oneself_the_one_between_hears_no_name(ben, cleo, cleos):
    cleos.keep_to_myself()

    assert heard(ben) == [
        "Ana Silva hired someone on Cleo Martin’s word, which reached them through you. Just as you said"
    ]
    assert str(cleos.provider.public_id) not in as_(ben).get("/thanks/").content.decode()
    assert heard(cleo) == ["Ana Silva hired Rosa Lima on your word. Just as you said"]


@pytest.mark.usefixtures("thanked")
def test_a_name_that_is_taken_back_is_gone_from_the_next_request(ana, cleo):
    Person.objects.filter(pk=ana.pk).update(named_beyond=False)

    assert heard(cleo) == [f"{STRANGER} hired Rosa Lima on your word. Just as you said"]


def test_the_newest_stands_first_and_more_of_them_cost_no_more_queries(ana, ben):
    def some_more(count: int) -> int:
        for _ in range(count):
            friend, vouch = make_person(), make_vouch(author=ben)
            befriend(friend, ben)
            thank(friend, vouch, friend.name)
        return len(shapes(as_(ben), "get", "/thanks/"))

    assert some_more(10) == some_more(10)
    said = [line.split()[-1] for line in heard(ben)]
    assert (len(said), said) == (20, sorted(said, key=lambda name: int(re.search(r"\d+", name)[0]), reverse=True))


# --- How did it go? -------------------------------------------------------------------------------


@pytest.fixture
def went(ana, bens) -> str:
    thank(ana, bens)
    thanks = Thanks.objects.get()
    assert thanks.ask()
    assert notices(ana) == ["how_did_it_go"]
    return reverse("thanks_went", args=[thanks.public_id])


def test_yes_leads_to_a_vouch_of_one_s_own_or_to_renewing_it(ana, bens, went):
    answer = as_(ana).post(went, {"answer": "yes"})

    assert answer.url == f"{reverse('vouch_new')}?provider={bens.provider.public_id}"
    assert (notices(ana), Thanks.objects.get().ask_at) == ([], None)
    mine = make_vouch(author=ana, provider=bens.provider)
    assert as_(ana).post(went, {"answer": "yes"}).url == reverse("vouch_renew", args=[mine.public_id])


def test_not_yet_asks_again_in_two_weeks(ana, went):
    as_(ana).post(went, {"answer": "not yet"})

    thanks = Thanks.objects.get()
    assert (notices(ana), (thanks.ask_at - thanks.sent_at).days) == ([], 14)
    assert thanks.ask()
    assert notices(ana) == ["how_did_it_go"]


def test_no_takes_the_thanks_back_and_tells_nobody(ana, ben, went):
    as_(ana).post(went, {"answer": "no"})

    assert (Thanks.objects.standing().count(), Notice.objects.count(), heard(ben), deliver_due()) == (0, 0, [], 0)
    assert as_(ana).post(went, {"answer": "no"}).status_code == 404


def test_any_other_answer_asks_again_and_nobody_else_can_give_one(ana, ben, dan, went):
    assert as_(ana).post(went, {"answer": "maybe"}).status_code == 422
    assert {as_(person).post(went, {"answer": "no"}).status_code for person in (ben, dan)} == {404}
    assert Thanks.objects.count() == 1


def test_of_whom_one_can_see_no_longer_nothing_is_told(ana, ben, bens, went):
    assert "Rosa Lima" in as_(ana).get(went).content.decode()
    ben.block(ana)

    page = as_(ana).get(went).content.decode()
    assert ("Rosa Lima" in page, str(bens.provider.public_id) in page) == (False, False)
    assert as_(ana).post(went, {"answer": "yes"}).url == reverse("vouch_new")


def test_thanks_taken_back_and_given_again_are_announced_once(ana, ben):
    vouch = make_vouch(author=ben)
    for _ in range(3):
        assert Thanks.give(ana, vouch.pk, None, "Thank you")
        assert len(thanks_to(ben)) == 1
        ben.notices.update(read_at=timezone.now())
        Thanks.objects.get().take_back()
        assert thanks_to(ben) == []
        assert Thanks.objects.get().words == ""
    assert not ben.has_news()
    Thanks.give(ana, vouch.pk, None, "Once more")
    assert not ben.has_news()
    assert [each.words for each in thanks_to(ben)] == ["Once more"]


def test_whoever_thanks_from_beyond_under_their_name_can_be_blocked(client, ana, ben, cleo):
    vouch = make_vouch(author=cleo)
    Thanks.give(ana, vouch.pk, ben.public_id, "Thank you")
    client.force_login(cleo)
    page = reverse("author_block", args=[ana.public_id])
    assert client.get(page).status_code == 404
    assert page not in client.get(reverse("thanks")).content.decode()

    Person.objects.filter(pk=ana.pk).update(named_beyond=True)
    assert page in client.get(reverse("thanks")).content.decode()
    assert client.get(page).status_code == 200
