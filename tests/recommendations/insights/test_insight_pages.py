"""The pages of insights: sharing, reading, changing, thanking, keeping."""

from uuid import uuid4

import pytest
from django.urls import reverse

from recommendations.models import Gratitude, Insight, Scope
from tests.worlds.access import UNLIKE, answer
from tests.worlds.builders import befriend, make_insight, make_person, make_trade

NEW, LIST = "/insights/new/", "/insights/"
SAID = {"words": "Ask for the part number before they come.", "link": "", "trade": "", "scope": "2"}


def page_of(insight, act: str = "") -> str:
    return f"/insights/{insight.public_id}/{act}"


@pytest.fixture
def reader(client, ana):
    client.force_login(ana)
    return client


# --- Sharing --------------------------------------------------------------------------------------


def test_what_one_shares_reaches_whom_one_chose(reader, ana, ben):
    trade = make_trade(slug="plumber", name="Plumber")

    answer = reader.post(NEW, SAID | {"link": "example.com/parts", "trade": "plumber", "scope": "1"}, follow=True)

    [insight] = ana.insights.all()
    assert answer.redirect_chain == [(page_of(insight), 302)]
    assert "Shared with your circle." in answer.content.decode()
    assert (insight.words, insight.link) == (SAID["words"], "https://example.com/parts")
    assert (insight.trade, insight.scope) == (trade, Scope.CIRCLE)
    assert set(Insight.objects.visible_to(ben)) == {insight}


def test_it_starts_as_far_reaching_as_a_vouch(reader):
    assert reader.get(NEW).context["form"]["scope"].value() == Scope.BEYOND


def test_a_form_sent_twice_is_one_insight_and_with_other_words_another(reader, ana, ben):
    form = SAID | {"key": str(uuid4())}
    first, again = reader.post(NEW, form), reader.post(NEW, form)
    assert (ana.insights.count(), first.url == again.url) == (1, True)

    reader.post(NEW, form | {"words": "Something else"})
    reader.post(NEW, form | {"key": str(make_insight(author=ben, words=SAID["words"]).public_id)})

    assert ana.insights.count() == 3
    assert ben.insights.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": " "}, "Write a sentence a friend could use."),
        ({"words": "x" * 801}, "Use 800 letters at most."),
        ({"trade": "unheard-of"}, "We know no kind of work called “unheard-of”."),
        ({"scope": ""}, "Choose who may read this."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(reader, ana, wrong, said):
    answer = reader.post(NEW, SAID | {"link": "typed.example"} | wrong)

    assert (answer.status_code, ana.insights.count()) == (422, 0)
    assert said in answer.content.decode()
    assert "typed.example" in answer.content.decode()


ADDRESS = "Enter a web address like https://example.com/page, or leave it empty."


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("javascript:alert(1)", ADDRESS),
        ("javascript://example.com/%0aalert(1)", ADDRESS),
        ("JaVaScRiPt:alert(document.domain)//.x", ADDRESS),
        ("java\tscript:alert(1)", ADDRESS),
        ("data:text/html,<script>alert(1)</script>", ADDRESS),
        ("data://example.com/x", ADDRESS),
        ("vbscript:x.y", ADDRESS),
        ("ftp://example.com/", ADDRESS),
        ("file:///etc/passwd", ADDRESS),
        ("//example.com", ADDRESS),
        ("https://good.example@evil.example/", ADDRESS),
        ("https://user:secret@evil.example/", ADDRESS),
        ("mailto:rosa@example.com", ADDRESS),
        ("https://evil.example\\.good.example/", ADDRESS),
        ("https://evil.example\\@good.example/", ADDRESS),
        ("https://exam\u202eple.com/", ADDRESS),
        ("https://example.com:port/", ADDRESS),
        ("https://localhost/", ADDRESS),
        ("two words.example", ADDRESS),
        ("https://example.com/" + "x" * 300, "Use 300 letters at most."),
        ("example.com/" + "x" * 285, "Use 300 letters at most."),
    ],
)
def test_a_link_leads_to_a_web_page_by_the_name_it_shows(reader, ana, link, said):
    answer = reader.post(NEW, SAID | {"link": link})

    assert (answer.status_code, ana.insights.count()) == (422, 0)
    assert said in answer.content.decode()


def test_a_link_is_shown_by_its_host_and_leaves_no_trace(reader, ben):
    insight = make_insight(author=ben, link="https://www.example.com/parts?x=1")

    page = reader.get(page_of(insight)).content.decode()

    assert '<a class="quiet" href="https://www.example.com/parts?x=1" rel="noreferrer nofollow">example.com</a>' in page
    assert "/parts?x=1</span>" in page


def test_a_host_in_foreign_letters_is_shown_as_it_is_asked_for(reader, ben):
    insight = make_insight(author=ben, link="https://ехаmple.com/")  # the first letters are Cyrillic

    assert 'rel="noreferrer nofollow">xn--mple-' in reader.get(page_of(insight)).content.decode()


def test_twenty_a_day_are_enough(reader, ana):
    answers = [reader.post(NEW, SAID | {"words": f"Learned {number}"}).status_code for number in range(21)]

    assert answers == [302] * 20 + [429]
    assert ana.insights.count() == 20


# --- Changing -------------------------------------------------------------------------------------


def test_one_edits_and_withdraws_ones_own_and_nobody_elses(reader, ana, ben):
    mine, theirs = make_insight(author=ana), make_insight(author=ben)

    for act in ("edit/", "withdraw/"):
        assert [reader.get(page_of(each, act)).status_code for each in (mine, theirs)] == [200, 404]
        assert reader.post(page_of(theirs, act), SAID).status_code == 404
    assert reader.post(page_of(mine, "edit/"), SAID | {"scope": "0", "change": "put"}).url == page_of(mine)

    mine.refresh_from_db()
    assert (mine.words, mine.scope, mine.edited_at is not None) == (SAID["words"], Scope.ME, True)
    assert set(Insight.objects.visible_to(ben)) == {theirs}
    assert reader.post(page_of(mine, "withdraw/")).url == LIST
    assert set(Insight.objects.all()) == {theirs}
    assert reader.get(page_of(mine)).status_code == 404


def test_what_was_withdrawn_while_it_was_edited_stays_withdrawn(reader, ana, monkeypatch):
    from recommendations.forms import InsightForm

    mine = make_insight(author=ana)
    clean = InsightForm.clean_link

    def withdrawn_meanwhile(form):
        Insight.objects.get(pk=mine.pk).withdraw()
        return clean(form)

    monkeypatch.setattr(InsightForm, "clean_link", withdrawn_meanwhile)

    assert reader.post(page_of(mine, "edit/"), SAID | {"change": "put"}).status_code == 404
    assert not Insight.objects.exists()


# --- Reading --------------------------------------------------------------------------------------


def test_the_list_shows_what_others_shared_and_yours_and_kept_apart(reader, ana, ben, cleo):
    near, far, mine = (make_insight(author=author) for author in (ben, cleo, ana))
    hidden = make_insight(author=cleo, scope=Scope.CIRCLE)
    reader.post(page_of(far, "keep/"), {"kept": "yes"})

    def shown(query: str = "") -> set[Insight]:
        page = reader.get(LIST + query).content.decode()
        return {each for each in (near, far, mine, hidden) if each.words in page}

    assert [shown(query) for query in ("", "?whose=yours", "?whose=kept")] == [{near, far}, {mine}, {far}]
    assert shown("?whose=nobody") == {near, far}
    assert shown(f"?q={near.words.split()[1]}") >= {near}
    assert shown("?q=zebra") == set()


def test_show_more_brings_the_next_ones_alone(reader, ben):
    for _ in range(21):
        make_insight(author=ben)
    more = reader.get(LIST).context["more_url"]

    piece = reader.get(more, headers={"HX-Request": "true"})
    assert ("<html" in piece.content.decode(), piece.content.decode().count("<article")) == (False, 1)
    assert reader.get(more).content.decode().count("<article") == 1


@pytest.mark.parametrize(
    ("query", "said", "leads_to"),
    [
        ("", "Nothing has reached you yet.", NEW),
        ("?whose=yours", "You have not shared anything yet.", NEW),
        ("?whose=kept", "You keep nothing yet.", LIST),
    ],
)
def test_where_there_is_nothing_a_next_step_is_offered(reader, query, said, leads_to):
    page = reader.get(LIST + query).content.decode()

    assert said in page
    assert f'<a class="button primary" href="{leads_to}"' in page
    assert page.count("primary") == 1


def test_a_friends_page_shows_what_they_shared(reader, ana, ben, cleo):
    bens, own, cleos = make_insight(author=ben), make_insight(author=ben, scope=0), make_insight(author=cleo)

    page = reader.get(reverse("friend", args=[ben.public_id])).content.decode()

    assert [each.words in page for each in (bens, own, cleos)] == [True, False, False]


def test_someone_named_beyond_the_circle_can_be_blocked_from_it(reader, ana, ben, cleo):
    type(cleo).objects.filter(pk=cleo.pk).update(named_beyond=True)
    insight = make_insight(author=cleo)
    block = reverse("author_block", args=[cleo.public_id])
    assert f'href="{block}"' in reader.get(page_of(insight)).content.decode()

    reader.post(block)

    assert reader.get(page_of(insight)).status_code == 404
    assert insight.words not in reader.get(LIST).content.decode()


def test_nothing_on_the_page_tells_which_nameless_words_are_by_one_person(reader, ana, ben):
    """Of two by one, and of two by two, the pages are the same but for the insights themselves."""
    authors = [make_person() for _ in range(4)]
    for author in authors:
        befriend(ben, author)

    def page(*by) -> str:
        some = [make_insight(author=author, words="Learned") for author in by]
        text = UNLIKE.sub(b"", reader.get(LIST).content).decode()
        for number, each in enumerate(some):
            text = text.replace(str(each.public_id), f"id-{number}")
            each.delete()
        return text

    one, two = page(authors[0], authors[0]), page(authors[1], authors[2])
    assert "a friend of Ben Okafor" in one
    assert one == two


# --- Thanking and keeping -------------------------------------------------------------------------


def test_thanks_are_said_by_one_press_however_often(reader, ana, ben):
    insight = make_insight(author=ben)

    answers = [reader.post(page_of(insight, "thank/")) for _ in range(2)]

    assert [answer.url for answer in answers] == [page_of(insight)] * 2
    assert (Gratitude.objects.count(), ben.notices.count()) == (1, 1)
    page = reader.get(page_of(insight)).content.decode()
    assert "You said thanks." in page
    assert "Thank them" not in page


def test_the_author_hears_that_it_helped_and_neither_whom_nor_how_many(client, ana, ben, cleo):
    insight = make_insight(author=ben)
    client.force_login(ben)
    assert "thanked" not in client.get(page_of(insight)).content.decode()

    Gratitude.say(ana, insight)
    once = client.get(page_of(insight)).content
    Gratitude.say(cleo, insight)
    ben.notices.update(read_at=None)

    assert once.count(b"Someone thanked you.") == 1
    for name in ("Ana", "Cleo"):
        assert name not in client.get(page_of(insight)).content.decode()
    assert client.get(page_of(insight)).content.count(b"Someone thanked you.") == 1


def test_keeping_and_letting_go(reader, ana, ben):
    insight = make_insight(author=ben)

    for said, kept in (("yes", 1), ("yes", 1), ("no", 0), ("no", 0), ("yes", 1)):
        assert reader.post(page_of(insight, "keep/"), {"kept": said}).url == page_of(insight)
        assert ana.kept.count() == kept


@pytest.mark.parametrize("act", ["thank/", "keep/"])
def test_the_buttons_answer_with_themselves_where_there_is_javascript(reader, ben, act):
    insight = make_insight(author=ben)

    piece = reader.post(page_of(insight, act), headers={"HX-Request": "true"}).content.decode()

    assert piece.startswith('<div class="actions acts">')
    assert ("You said thanks." in piece, "Let it go" in piece) == (act == "thank/", act == "keep/")


@pytest.mark.parametrize("act", ["thank/", "keep/"])
def test_what_is_hidden_ones_own_or_not_there_is_neither_thanked_nor_kept(reader, ana, ben, cleo, act):
    hidden, own = make_insight(author=cleo, scope=Scope.CIRCLE), make_insight(author=ana)
    unknown = f"/insights/{uuid4()}/{act}"

    answers = {answer(reader, "post", url) for url in (page_of(hidden, act), page_of(own, act), unknown)}

    assert (len(answers), answers.pop()[0]) == (1, 404)
    assert not Gratitude.objects.exists()
    assert not ana.kept.exists()
    assert reader.get(page_of(make_insight(author=ben), act)).status_code == 405
