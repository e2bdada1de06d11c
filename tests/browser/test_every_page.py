"""Each page as it is met: by eyes of every kind, by thumbs, in the dark, on a small phone."""

from datetime import timedelta
from uuid import uuid4

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from people.models import Introduction, Person
from recommendations.demo import drawings
from recommendations.models import (
    Answer,
    Ask,
    Call,
    Ending,
    Gratitude,
    IntroductionAsk,
    LinkAnswer,
    NumberAsk,
    ReachedBy,
    ShortWord,
    Thanks,
    offered_until,
)
from recommendations.providers.word import key_for
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.short_windows import faults_in_short_windows
from tests.worlds.builders import befriend, make_ask, make_invitation, make_link_answer, make_list_draft, make_offer

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL = {**PHONE, "viewport": {"width": 320, "height": 640}}
# 44 pixels each way, for all but a link within a sentence.
SMALL_TARGETS = """() => [...document
  .querySelectorAll("a, button, input:not([type=hidden]), select, summary, textarea")]
  .filter(e => e.checkVisibility() && !e.closest(".vh, .skip"))
  .filter(e => getComputedStyle(e).display !== "inline" || e.parentElement.textContent.trim() === e.textContent.trim())
  .map(e => [e, (e.closest("label") || e).getBoundingClientRect()])
  .filter(([e, box]) => box.height < 43.5 || box.width < 43.5).map(([e]) => e.outerHTML.slice(0, 120))"""


def paths(street) -> list[str]:
    ana, ben = street["ana"], street["ben"]
    rosa, mine = ben.vouches.get(name="Rosa Lima").provider, ana.vouches.get()
    make_list_draft(ana, LIST)
    noted, _ = ana.entries.get_or_create(name="Noted Nora", phone="+441134960004")
    return [
        *(reverse(name) for name in WITHOUT_ARGUMENTS),
        *(reverse(name, args=[ben.public_id]) for name in ("friend", "block")),
        *something_open(ana, ben),
        *("/find/", "/find/?q=piano+tuner", "/find/?q=zippadrain", "/vouches/", "/vouches/new/", "/circle/", "/you/"),
        *(reverse(name, args=[rosa.public_id]) for name in ("provider", "provider_same")),
        *("/numbers/", "/find/?q=nora", "/find/?near=me"),
        *(reverse(f"vouch_{act}", args=[mine.public_id]) for act in ("edit", "renew", "still", "withdraw")),
        *with_a_photo(mine),
        *thanks_to_say(ana, ben, street["cleo"]),
        *questions_of(ana, ben),
        *told_by_link(ana),
        *numbers_and_calls(ana, ben),
        *something_learned(ana, ben),
        *something_offered(ana, ben),
        *wishes_of(ana, ben, street["cleo"]),
        *(reverse(name, args=[noted.public_id]) for name in ("entry_edit", "entry_remove")),
        *("/accounts/logout/", "/accounts/email/", "/accounts/2fa/", "/accounts/sessions/"),
        "/accounts/reauthenticate/code/",
    ]


# Somebody to mend, somebody to hire, and somebody else.
LIST = "\n".join(["Ann O113 496 0124", "Mum 07400 123456", *(f"Joe{n} plumber 0113 496 01{n}" for n in range(10, 20))])
WITHOUT_ARGUMENTS = "details seen export leave look blocks notices invitations invitation_new introduction_new".split()
WITHOUT_ARGUMENTS += ["entry_new", "list_import", "list_check", "giving", "welcome"]


def thanks_to_say(ana, ben, cleo) -> list[str]:
    """Where Ana thanks Ben, where she is asked of her thanks to Cleo, and what reached her."""
    rosa, said = ben.vouches.get(name="Rosa Lima"), cleo.vouches.get(name="Rosa the plumber")
    Thanks.give(ana, said.pk, None, "Just as you said")
    Thanks.give(ben, ana.vouches.get().pk, None, "Just as you said")
    return [
        reverse("thanks_new", args=[rosa.provider.public_id, key_for(ana.pk, rosa.pk)]),
        reverse("thanks_went", args=[ana.thanks_given.get(vouch=said).public_id]),
        reverse("thanks"),
    ]


def questions_of(ana, ben) -> list[str]:
    """One that she has not sent yet, one that is open, and one that ended; each with the pages of its asker."""
    plumber = ben.vouches.get(name="Rosa Lima").trade
    if not ana.asks.exists():
        for words in ("Draft", "Open", "Over"):
            ask = Ask.objects.create(person=ana, trade=plumber, words=words)
            if words != "Draft":
                ask.send([ben])
        Answer.give(ana.asks.get(words="Open"), ben, ben.vouches.get(name="Rosa Lima"), "She is quick")
        ana.asks.get(words="Over").settle(Ending.HIRED, "Rosa Lima", ask_how_it_went=True)
    draft, asked, over = (ana.asks.get(words=words).public_id for words in ("Draft", "Open", "Over"))
    pages = [("ask_send", draft), ("ask_edit", draft), ("ask_remove", over), ("ask_send", asked), ("ask_settle", asked)]
    pages += [("ask_still", asked), ("ask_went", over)]
    return [reverse("asks"), reverse("ask_new"), *(reverse(name, args=[public_id]) for name, public_id in pages)]


def numbers_and_calls(ana, ben) -> list[str]:
    """Ben asks Ana for a number, and she him for another; she has called somebody, and may reply to his answer."""
    kept, asked = ana.vouches.get(), ben.vouches.get(name="Zippadrain")
    kept.author.vouches.update(pass_on=False)
    ben.vouches.filter(pk=asked.pk).update(pass_on=False)
    NumberAsk.put(ben, kept.pk), NumberAsk.put(ana, asked.pk)
    Call.note(ana, ben.vouches.get(name="Rosa Lima").provider.public_id)
    answer = Answer.objects.filter(ask__person=ana, reply="").first()
    return [
        reverse("number_asked", args=[ben.numbers_asked.get().public_id]),
        reverse("provider", args=[kept.provider.public_id]),
        reverse("provider", args=[asked.provider.public_id]),
        reverse("answer_reply", args=[answer.public_id]),
        reverse("ask", args=[answer.ask.public_id]),
    ]


def something_learned(ana, ben) -> list[str]:
    """One insight of Ana's, for which Ben said thanks, and one of Ben's; each has written to the other about it."""
    (own, _), (bens, _) = (
        each.insights.get_or_create(words="Label every stopcock.", link="https://example.com/taps", scope=2)
        for each in (ana, ben)
    )
    Gratitude.say(ben, own)
    if not own.short_words.exists():
        ShortWord.put(uuid4(), ben, own, "And the gas tap.")
        ShortWord.put(uuid4(), ana, bens, "In which colour?").reply("Red.")
    word, answered = own.short_words.get(), bens.short_words.get()
    pages = [reverse(name, args=[own.public_id]) for name in ("insight", "insight_edit", "insight_withdraw")]
    lists = [reverse("insights") + query for query in ("", "?whose=yours", "?whose=kept", "?q=zebra")]
    pages += [reverse("insight_still", args=[own.public_id]), reverse("insight_word", args=[bens.public_id])]
    pages += [f"{reverse('insight_edit', args=[own.public_id])}?word={word.public_id}"]
    pages += [word.get_absolute_url(), answered.get_absolute_url()]
    return [*pages, *lists, reverse("insight", args=[bens.public_id]), reverse("insight_new")]


def something_offered(ana, ben) -> list[str]:
    """One offer of Ana's, which waits for her answer, one that is over, and one of Ben's, for which she may thank."""
    said = {"gladly": "lend", "words": "a ladder of five metres", "scope": 2}
    (own, _), (bens, _) = (
        each.offers.get_or_create(**said, defaults={"until": offered_until()}) for each in (ana, ben)
    )
    ana.offers.get_or_create(
        **said | {"words": "a damp meter"}, defaults={"until": timezone.localdate() - timedelta(days=1)}
    )
    if not own.short_words.exists():
        ShortWord.put(uuid4(), ben, own, "May I have it on Sunday?")
        ShortWord.put(uuid4(), ana, bens, "On Saturday?").reply("Gladly. I am at number four.")
    pages = [own.short_words.get().get_absolute_url(), bens.short_words.get().get_absolute_url()]
    pages += [reverse(name, args=[own.public_id]) for name in ("offer", "offer_edit", "offer_withdraw")]
    pages.append(reverse("offer_take", args=[bens.public_id]))
    lists = [reverse("offers") + query for query in ("", "?whose=yours")]
    return [*pages, *lists, reverse("offer", args=[bens.public_id]), reverse("offer_new")]


def wishes_of(ana, ben, cleo) -> list[str]:
    """Where Ana asks Ben to introduce her to Cleo, and has asked; where Ben asks her; and where she is asked last."""
    kim, _ = Person.objects.get_or_create(email="kim@example.org", defaults={"name": "Kim Sand"})
    gil = Person.objects.get(name="Gil Sand")
    if not kim.ties.exists():
        befriend(ana, kim)
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    insight, _ = cleo.insights.get_or_create(words="Ask for the old parts.", scope=2)
    offer = cleo.offers.first() or make_offer(author=cleo, scope=2)
    wishes = []
    for asker, friend, other in ((ben, ana, kim), (ana, ben, cleo), (gil, ben, ana)):
        about, _ = other.insights.get_or_create(words="Number the boards.", scope=2)
        about = (ReachedBy.INSIGHT, about.public_id)
        wishes.append(IntroductionAsk.put(asker, friend, other.pk, *about, "We both sing"))
    wishes[-1].pass_on("She sings alto")
    return [
        reverse("insight_introduce", args=[insight.public_id]),
        reverse("offer_introduce", args=[offer.public_id]),
        *(each.get_absolute_url() for each in wishes[:2]),
        reverse("introduction_wanted", args=[wishes[-1].public_id]),
        reverse("insight", args=[insight.public_id]),
    ]


def something_open(ana, ben) -> list[str]:
    """What waits for Ana: invitations of hers, an introduction, a notice; and someone she has blocked."""
    link, _ = ana.invitations.get_or_create(name="Eve", how="from the choir")
    used, new = ana.invitations.get_or_create(name="Fay", how="from work")
    fay, gil, hal = (
        Person.objects.get_or_create(email=f"{name.lower()}@example.org", defaults={"name": name})[0]
        for name in ("Faith Adams", "Gil Sand", "Hal Berg")
    )
    if new:
        used.accept(fay, "We worked together")
        befriend(ben, gil)
        Introduction.objects.introduce(ben, ana, gil, "You both sing")
        ana.block(hal)
        ana.ties.update(affirmed_at=timezone.now() - timedelta(days=400))
    return [
        reverse("invitation", args=[link.public_id]),
        reverse("invitation_confirm", args=[used.public_id]),
        reverse("part", args=[ben.public_id]),
        reverse("introduction", args=[Introduction.objects.get(person=ana).public_id]),
    ]


def told_by_link(ana) -> list[str]:
    """Where Ana says who told her, and what it helps; and what she told herself, by a link of someone else's."""
    asked = ana.asks.get(words="Open")
    if not asked.link_answers.exists():
        make_link_answer(ask=asked, confirmed_as="my sister Mia", phone="+441134960777")
        make_link_answer(ask=make_ask(to=[], trade=asked.trade), writer=ana)
    told = LinkAnswer.objects.get(ask__person=ana)
    return [reverse("link_answer_confirm", args=[told.public_id]), "/find/?q=plumber", "/vouches/"]


def with_a_photo(vouch) -> list[str]:
    vouch.add_photo(*drawings.tap(), "The new tap")
    return [reverse("vouch_photos", args=[vouch.public_id]), reverse("provider", args=[vouch.provider.public_id])]


PUBLIC = [
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/i/unknown/",
    "/a/unknown/",
    "/notices/stop/unknown/",
    "/held/",
    "/held/00000000-0000-4000-8000-000000000000/",
]


# Of all that it looks at, what is wrong is handed over alone: the rest is many times as much.
LOOK_FOR_FAULTS = """async (levels) => {
  const found = await axe.run({ runOnly: levels, resultTypes: ["violations"], elementRef: false });
  return found.violations.map((fault) => fault.id + ": " + fault.nodes[0].html.slice(0, 160));
}"""


def faults_of(page: Page, levels: list[str] = LEVELS) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    return [f"{page.url} {fault}" for fault in page.evaluate(LOOK_FOR_FAULTS, levels)]


# What fits the smallest phone fits the others.
EYES = [(SMALL["viewport"], "light"), (DESKTOP["viewport"], "dark")]


def test_every_page_is_fit_to_be_seen(visit, street):
    """Axe finds nothing, nothing scrolls sideways, every target can be hit, and each has one heading and one primary
    button at most: in the light on a small phone, and in the dark as wide as on a desktop; and in a short window its
    parts stay apart. In one walk, since to open them all takes the time."""
    faults = []
    invitation, ask = make_invitation(inviter=street["cleo"]), make_ask(person=street["cleo"], to=[])
    live = [invitation.path, ask.link.path]
    for person, walk in ((None, [*PUBLIC, *live]), (street["ana"], [*paths(street), *live])):
        page = visit("about:blank", person, SMALL)
        page.context.add_init_script(AXE_SCRIPT)
        for path in walk:
            page.goto(path)
            faults += [f"{path} {fault}" for size, scheme in EYES for fault in seen_by(page, size, scheme)]
            faults += [f"{path} {fault}" for fault in faults_in_short_windows(page)]
            if person and "/login/" in page.url:
                faults.append(f"{path} leads to {page.url}")
            assert len(faults) < 20, faults

    assert not faults


def seen_by(page: Page, size: dict, scheme: str) -> list[str]:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    faults = [*page.evaluate(LOOK_FOR_FAULTS, LEVELS), *faults_to_the_eye(page)]
    counts = (page.locator("h1").count(), page.locator(".primary:visible").count())
    if counts[0] != 1 or counts[1] > 1:
        faults.append(f"{counts} headings and primary buttons")
    return [f"{scheme}: {fault}" for fault in faults]


def faults_to_the_eye(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return ["scrolls sideways"] * wide + [f"{target} is small" for target in page.evaluate(SMALL_TARGETS)]


def test_a_failed_form_passes_axe_too(visit, street):
    page = visit("/vouches/new/", street["ana"])
    page.get_by_role("main").get_by_role("button", name="Vouch").click()
    page.locator(".summary").wait_for()

    assert not faults_of(page)
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [fault.split()[1] for fault in faults_of(page)] == ["html-has-lang:"], "else it finds nothing anywhere"


def test_a_page_that_is_not_there_says_so_kindly(visit, street):
    page = visit("/providers/00000000-0000-4000-8000-000000000000/", street["ana"])

    assert "Nothing here" in page.get_by_role("main").inner_text()
    assert not faults_of(page)


# What is drawn of an element where it is printed: whether at all, in which colour, and its background too.
PRINTED = """(where) => [...document.querySelectorAll(where)].map((each) => {
  const style = getComputedStyle(each);
  return [each.checkVisibility(), style.color, style.printColorAdjust];
})"""


def test_a_page_is_printed_dark_on_light_with_its_chain_and_without_what_is_for_the_hand(visit, street):
    page = visit("/find/?q=plumber", street["ana"], DESKTOP)
    light = page.evaluate(PRINTED, "main h2")
    page.set_viewport_size(PHONE["viewport"])  # as wide as paper is
    page.emulate_media(media="print", color_scheme="dark")

    assert [seen for seen, _, _ in page.evaluate(PRINTED, ".tabs, .bell, .foot")] == [False] * 3
    assert light
    assert page.evaluate(PRINTED, "main h2") == light
    chain = page.evaluate(PRINTED, ".chain li > span, .chain li, .i-call")
    assert {(seen, kept) for seen, _, kept in chain} == {(True, "exact")}


def test_the_question_that_one_can_answer_is_hit_by_a_thumb(visit, street):
    make_ask(person=street["ben"], to=[street["ana"]], trade=street["ana"].vouches.get().trade)
    page = visit("/find/", street["ana"], SMALL)

    assert (page.locator("#can-help a").count(), page.evaluate(SMALL_TARGETS)) == (1, [])
