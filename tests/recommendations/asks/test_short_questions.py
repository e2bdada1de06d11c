"""“Ask Ana about this”: a short question to the friend through whom one knows of a tradesperson."""

from uuid import uuid4

import pytest
from django.urls import reverse

from people.models import Notice, Person, Tie
from recommendations.models import Provider, Question, Scope
from recommendations.providers.same import say
from recommendations.providers.suggestions import suggestion_of
from tests.worlds.builders import befriend, crowd_around, make_person, make_provider, make_question, make_vouch
from tests.worlds.looking import as_, as_if
from tests.worlds.pressing import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def bens(ben):
    return make_vouch(author=ben, name="Rosa Lima")


@pytest.fixture
def cleos(cleo):
    return make_vouch(author=cleo, name="Rosa Lima")


def words_of(person, vouch):
    suggestion = suggestion_of(person, vouch.provider.public_id)
    return next((word for word in suggestion.words if word.vouch == vouch.pk), None) if suggestion else None


def url_about(person, vouch) -> str:
    """Where one asks about these words; 404 where one may not."""
    word = words_of(person, vouch)
    return reverse("question_new", args=[vouch.provider.public_id, word.key if word else "none"])


def ask(person, vouch, words="Does she do Sundays?", key=None):
    return as_(person).post(url_about(person, vouch), {"words": words, "key": key or uuid4()})


def told(kind) -> list[str]:
    return [notice.person.first_name for notice in Notice.objects.filter(kind=kind)]


def test_the_nearest_friend_is_asked_and_replies(ana, ben, cleo, bens):
    provider = reverse("provider", args=[bens.provider.public_id])
    assert f'href="{url_about(ana, bens)}">Ask Ben about this' in as_(ana).get(provider).content.decode()
    response = ask(ana, bens)
    question = Question.objects.get()
    assert (response.status_code, response.url) == (302, reverse("question", args=[question.public_id]))
    assert told("question") == ["Ben"]
    assert [as_(person).get(response.url).status_code for person in (ana, ben, cleo)] == [200, 200, 404]
    assert "Ana asks you About Rosa Lima" in page(ben, question)
    assert "No reply yet." in page(ana, question)

    for reply in ("No", "No, but Mondays"):
        assert as_(ben).post(response.url, {"answer": reply}).status_code == 302
    text = page(ana, question)
    assert "Ben replied No, but Mondays" in text
    assert "Back to Rosa Lima" in text
    assert told("replied") == ["Ana"]


def test_of_words_from_beyond_the_friend_between_is_asked_and_nobody_else(ana, ben, cleo, cleos):
    assert ask(ana, cleos).status_code == 404  # nobody between is named
    crowd_around(ben)
    assert ask(ana, cleos).status_code == 302
    assert [(each.person, each.friend) for each in Question.objects.all()] == [(ana, ben)]
    assert "About Rosa Lima" in page(ben, Question.objects.get())
    assert not Notice.objects.filter(person=cleo).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_asked_about_what_one_cannot_see_or_said_oneself(ana, ben, dan, bens, method):
    own, hidden = make_vouch(author=ana), make_vouch(author=ben, scope=Scope.ME)
    for person, vouch in ((ana, own), (ana, hidden), (dan, bens)):
        assert getattr(as_(person), method)(url_about(person, vouch)).status_code == 404
    another = url_about(make_person(), bens)
    assert getattr(as_(ana), method)(another).status_code == 404
    assert not Question.objects.exists()


def test_question_about_two_joined_reads_of_the_one_the_friend_knows(ana, ben, bens):
    """About two that one says are the same the friend reads of the one they know."""
    other = make_vouch(author=ana, name="Rosa L.")
    say(ana, Provider.objects.get(pk=other.provider_id), bens.provider, same=True)
    word = words_of(ana, bens)
    url = reverse("question_new", args=[other.provider.public_id, word.key])
    assert as_(ana).post(url, {"words": "Is she dear?"}).status_code == 302
    assert Question.objects.get().provider == bens.provider.public_id


def test_each_reads_of_the_tradesperson_what_they_may(ana, ben, bens):
    ask(ana, bens)
    question = Question.objects.get()
    bens.keep_to_myself()
    assert "About someone whom you can no longer see here" in page(ana, question)
    assert "About Rosa Lima" in page(ben, question)
    bens.withdraw()
    assert "About someone whom you can no longer see here" in page(ben, question)
    assert "Rosa" not in page(ana, question) + page(ben, question)


def test_the_form_sent_twice_is_one_question(ana, ben, bens, cleo):
    key = uuid4()
    for _ in range(2):
        assert ask(ana, bens, "One", key).status_code == 302
    assert [each.words for each in Question.objects.all()] == ["One"]
    assert told("question") == ["Ben"]


def test_question_form_sent_with_other_words_is_another_question(ana, ben, bens):
    """The form gone back to and sent with other words is another question."""
    key = uuid4()
    for words in ("One", "Two"):
        assert ask(ana, bens, words, key).status_code == 302
    assert {each.words for each in Question.objects.all()} == {"One", "Two"}


def test_the_key_of_another_question_makes_one_of_its_own(ana, ben, cleo, bens):
    theirs = make_question(person=cleo, friend=ben)
    assert ask(ana, bens, "Mine", theirs.public_id).status_code == 302
    assert {(each.person, each.words) for each in Question.objects.all()} == {(cleo, theirs.words), (ana, "Mine")}


ENDS = {
    "parted": lambda ana, ben: Tie.objects.part(ana, ben),
    "blocked": lambda ana, ben: ben.block(ana),
    "resting": lambda ana, ben: ben.set_active(False, rests=True),
    "left": lambda ana, ben: ben.delete(),
}


@pytest.mark.parametrize("end", ENDS)
def test_between_two_who_are_no_friends_there_is_no_question(ana, ben, end):
    question = make_question(person=ana, friend=ben, provider=make_provider().public_id)
    url = reverse("question", args=[question.public_id])
    client = as_(ben)
    with as_if():
        ENDS[end](ana, ben)
        assert as_(ana).get(url).status_code == 404
        assert client.post(url, {"answer": "Yes"}).status_code in (404, 302)  # to sign in
        assert not Question.objects.exclude(answer="").exists()
    assert as_(Person.objects.get(name=ben.name)).post(url, {"answer": "Yes"}).status_code == 302
    assert Question.objects.get().answer == "Yes"


def test_the_one_who_asks_cannot_reply_for_the_other(ana, ben):
    question = make_question(person=ana, friend=ben)
    as_(ana).post(reverse("question", args=[question.public_id]), {"answer": "Yes"})
    assert Question.objects.get().answer == ""


def test_what_was_typed_comes_back(ana, ben, bens, settings):
    for words in ("", "x" * 301):
        response = ask(ana, bens, words)
        assert response.status_code == 422
        assert words in response.content.decode()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"question": "1/d/user"}
    assert [ask(ana, bens, f"Again {n}?").status_code for n in range(2)] == [302, 429]
    assert Person.objects.get(pk=ana.pk).questions.count() == 1


def test_a_reply_is_not_empty_and_not_endless(ana, ben):
    befriend(ana, make_person())
    url = reverse("question", args=[make_question(person=ana, friend=ben).public_id])
    for words in ("", "x" * 1001):
        response = as_(ben).post(url, {"answer": words})
        assert response.status_code == 422
        assert words in response.content.decode()


def test_reply_that_is_taken_back_is_read_no_more_and_may_be_given_again(ana, ben):
    question = make_question(person=ana, friend=ben)
    question.reply("She does")
    question.take_back_reply()

    assert "Ben replied The reply is not there any more." in page(ana, question)
    assert (told("replied"), list(Question.objects.replied_to(ana))) == ([], [])
    assert question.reply("Only on Fridays")
    assert "Ben replied Only on Fridays" in page(ana, question)


def test_question_that_is_withdrawn_is_gone_for_both_with_what_was_told_of_it(ana, ben):
    question = make_question(person=ana, friend=ben)
    assert told("question") == ["Ben"]
    question.withdraw()

    address = question.get_absolute_url()
    assert [as_(person).get(address).status_code for person in (ana, ben)] == [404, 404]
    assert (told("question"), told("replied")) == ([], [])
