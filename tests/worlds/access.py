"""The world of the access table: Ben, all that is his, and every kind of viewer of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from people.models import Introduction, Invitation, Notice, Person, Tie
from recommendations.models import (
    Answer,
    Call,
    Ending,
    Experience,
    Gratitude,
    Insight,
    NumberAsk,
    Outcome,
    Report,
    Reportable,
    Scope,
    Thanks,
    Vouch,
)
from recommendations.providers.word import key_for
from tests.worlds.access_of_insights import BETWEEN_THE_TWO, WITH_THE_FAR, words_around
from tests.worlds.access_offers import OF_AN_OFFER, brought_to, offers_around
from tests.worlds.access_quiet import quiet_asks_around
from tests.worlds.access_wishes import WISHES_READ, wishes_around
from tests.worlds.builders import (
    befriend,
    make_ask,
    make_case,
    make_entry,
    make_insight,
    make_invitation,
    make_link_answer,
    make_list_draft,
    make_person,
    make_photo,
    make_question,
    make_vouch,
    months_ago,
)

VIEWERS = ("self", "circle", "beyond", "stranger", "blocked by Ben", "blocked Ben", "anonymous")
UNLIKE = re.compile(
    rb'(name="csrfmiddlewaretoken" value="|"x-csrftoken": ?"|&quot;x-csrftoken&quot;: ?&quot;)\w+', re.IGNORECASE
)
OF_AN_INSIGHT = {f"insight{act}" for act in ("", "_edit", "_withdraw", "_report", "_still", "_word", "_question")}
OF_AN_INSIGHT |= {"insight_introduce"}
OF_A_PHOTO = {"photo", "photo_report"}
OF_A_PROVIDER = {"provider", "provider_card", "provider_same", "vouch_new"}
AN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CANARY = re.compile(r"canary(?:name)?-\w+(?:-[a-z]+)?|0113 496 000|\+44113496000")


@dataclass
class World:
    ben: Person
    viewers: dict[str, Person | None]
    vouches: dict[Scope, Vouch]
    # What is between Ben and others, by the name of its page: the things that each page of that name could be about.
    things: dict[str, list[Any]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


def make_world() -> World:
    ben = make_person(name="Canaryname-ben Okafor", email="canary-email@example.org")
    viewers = {name: make_person(name=name.title()) for name in VIEWERS}
    viewers |= {"self": ben, "anonymous": None}
    Tie.objects.connect(ben, viewers["circle"], "canary-how-ben", "how-friend")
    befriend(viewers["circle"], viewers["beyond"])
    # Both are friends of Ben's friend, so that only the block stands between them and his words.
    for name in ("blocked by Ben", "blocked Ben"):
        befriend(viewers["circle"], viewers[name])
    ben.block(viewers["blocked by Ben"])
    ben.blocks.update(name="canary-blocked")
    viewers["blocked Ben"].block(ben)
    viewers["blocked Ben"].blocks.update(name="Ben, as he was called then")
    world = World(ben, viewers, {scope: vouch_with_canaries(ben, scope) for scope in Scope})
    for make in (thanks_around, insights_around, people_around, asks_around, answers_around, told_by_link):
        make(world)
    quiet_asks_around(world)
    world.things |= offers_around(ben, viewers["circle"]) | wishes_around(ben, viewers)
    at_the_desk(world)
    # To ask of each page whether there is news would take longer than all the rest of it.
    Notice.objects.update(read_at=timezone.now())
    for viewer in filter(None, viewers.values()):
        viewer.signed_in_by = signed_in(viewer).cookies[settings.SESSION_COOKIE_NAME].value
    return world


def at_the_desk(world: World) -> None:
    """A report of Ben's insight by his friend, and somebody whom it is about no more, since they are suspended."""
    circle, rolf = world.viewers["circle"], make_person(name="Rolf Canary-rolf")
    insight = Insight.objects.filter(author=world.ben, scope=Scope.CIRCLE)
    Report.make(uuid4(), circle, Reportable.INSIGHT, insight, "canary-wrong")
    rolf.suspend("canary-why-suspended")
    acts = ("", "_look", "_dismiss", "_remove", "_suspend")
    world.things |= {f"desk_report{act}": list(Report.objects.all()) for act in acts}
    world.things |= {f"desk_suspension{act}": list(rolf.suspensions.all()) for act in ("", "_lift")}


def vouch_with_canaries(author: Person, scope: Scope) -> Vouch:
    says = {field: f"canary-{field}-{scope.name}".lower() for field in ("name", "job", "words", "caveat", "cost")}
    vouch = make_vouch(
        author=author,
        scope=scope,
        outcome=Outcome.BUT,
        phone=f"+44113496000{scope.value}",
        website=f"https://canary-website-{scope.name}.example".lower(),
        email=f"canary-contact-{scope.name}@example.org",
        pass_on=False,
        **says,
    )
    make_photo(vouch, alt=f"canary-alt-{scope.name}".lower())
    Experience.objects.create(vouch=vouch, job=f"canary-earlier-{scope.name}".lower(), hired_on=months_ago(30))
    return vouch


def thanks_around(world: World) -> None:
    """Ben's to his friend, and those that reached him: from the friend, and through the friend."""
    ben, circle, beyond = (world.viewers[name] for name in ("self", "circle", "beyond"))
    Thanks.give(ben, make_vouch(author=circle).pk, None, "canary-thanks")
    Thanks.give(circle, world.vouches[Scope.CIRCLE].pk, None, "canary-gratitude")
    Thanks.give(beyond, world.vouches[Scope.BEYOND].pk, circle.public_id, "canary-chain")
    world.things["thanks_report"] = list(beyond.thanks_given.all())
    world.things["thanks_went"] = list(ben.thanks_given.all())


def insights_around(world: World) -> None:
    """One of Ben's for each scope; his friend has said thanks for one."""
    ben, circle, beyond = (world.viewers[name] for name in ("self", "circle", "beyond"))
    for scope in Scope:
        words, link = f"canary-insight-{scope.name}".lower(), f"https://canary-link-{scope.name}.example".lower()
        make_insight(author=ben, scope=scope, words=words, link=link)
    Gratitude.say(circle, ben.insights.get(scope=Scope.CIRCLE))
    far = ben.insights.get(scope=Scope.BEYOND)
    world.things |= {"insight_thank": [far], "insight_keep": [far]} | words_around(ben, circle, beyond)


def people_around(world: World) -> None:
    """Invitations of Ben's, introductions, someone he has parted from, and what he was told of it all."""
    ben, circle = world.ben, world.viewers["circle"]
    olaf, pia, wanda, xena = (
        make_person(name=f"{name.title()} Canary-{name}") for name in ("olaf", "pia", "wanda", "xena")
    )
    unspent = invitation_with_canaries(ben, "unspent", email="canary-invited@example.org")
    waiting = invitation_with_canaries(ben, "waiting")
    waiting.accept(wanda, "canary-accepted")
    befriend(circle, xena)
    Introduction.objects.introduce(circle, ben, xena, "canary-why")
    befriend(ben, pia)
    Introduction.objects.introduce(ben, circle, pia, "canary-yours")
    ben.tell("came_about", waiting.public_id, reverse("circle"), who=circle, with_whom=pia)
    Tie.objects.connect(ben, olaf, "canary-parted", "canary-back")
    Tie.objects.part(ben, olaf)
    noted = make_entry(person=ben, name="Canary-noted", job="canary-noted-job", words="canary-noted-words")
    make_list_draft(ben, "Canary-checked plumber 0113 496 0005, canary-checked-words")
    added = ben.addings.create(count=1)
    make_entry(person=ben, name="Canary-added", adding=added)
    world.things |= {name: [ben] for name in "friend block author_block person_report part hear unblock".split()} | {
        "invitation": [unspent],
        "invitation_confirm": [waiting],
        "invitation_revoke": [unspent, waiting],
        "provider_save": [world.vouches[Scope.ME].provider],
        "photo_remove": [vouch.photos.get() for vouch in world.vouches.values()],
        "introduction": list(ben.introductions.all()),
        "introduction_report": list(ben.introductions.all()),
        "notice": list(ben.notices.all()),
        "entry_edit": [noted],
        "entry_remove": [noted],
        "list_take_back": [added],
    }
    # Somebody asks what is held under the number that Ben vouches for.
    asked = make_case(phone="+441134960002", words="canary-asked", email="canary-asker@example.org")
    desk = ("desk_case", "desk_prove", "desk_held", "desk_correct", "desk_remove")
    world.things |= {name: [asked] for name in ("held_case", *desk)}
    opened = make_invitation(inviter=ben, name="you", how="canary-opened")
    world.links = {"invitation_link": str(opened.token), "mails_stop": "no-such-token", "letters_stop": "no-such-token"}
    world.things |= brought_to(ben, pia)


def answers_around(world: World) -> None:
    """A question of Ben's that his friend passed on, one that is not passed on yet, what is answered to them; and a
    short question to the friend."""
    ben, circle, beyond = (world.viewers[name] for name in ("self", "circle", "beyond"))
    passed = make_ask(person=ben, to=[circle], words="canary-need")
    passed.pass_on(circle, beyond, "canary-passing")
    kept = make_ask(person=ben, to=[circle], words="canary-wish")
    Answer.give(passed, circle, None, "canary-near")
    Answer.give(passed, beyond, None, "canary-far")
    passed.answers.get(person=beyond).thank("canary-helped")
    theirs = make_ask(person=circle, to=[ben], words="canary-theirs")
    Answer.give(theirs, ben, None, "canary-mine")
    theirs.answers.get().reply_once("canary-back")
    short = make_question(person=ben, friend=circle, words="canary-short")
    short.reply("canary-reply")
    world.things |= {
        **{name: [passed] for name in ("ask", "ask_report", "passing_report")},
        "answer_report": list(passed.answers.all()),
        "answer_thanks_report": list(passed.answers.filter(person=beyond)),
        "answer_reply_report": list(theirs.answers.all()),
        "ask_pass": [kept],
        "answer_new": [passed, kept],
        "ask_decline": [passed, kept],
        "no_take_back": [passed, kept],
        "answer_unthank": list(passed.answers.all()),
        "answer_withdraw": list(Answer.objects.filter(ask__in=[passed, theirs])),
        **{name: [short] for name in ("question", "question_report", "reply_report")},
        "answer_thank": list(passed.answers.filter(person=circle)),
        "answer_reply": list(passed.answers.filter(person=circle)),
        "answer_introduce": list(passed.answers.filter(person=beyond)),
    }
    NumberAsk.put(circle, world.vouches[Scope.CIRCLE].pk)
    Call.note(ben, world.vouches[Scope.ME].provider.public_id)
    world.things |= {
        "number_asked": list(circle.numbers_asked.all()),
        "call_said": list(ben.calls.all()),
        "call_noted": [world.vouches[Scope.ME].provider],
    }


def asks_around(world: World) -> None:
    """Questions of Ben's: one he has not sent, one that his friend has passed on, and one that has ended."""
    ben, circle, beyond = (world.viewers[name] for name in ("self", "circle", "beyond"))
    draft = make_ask(person=ben, words="canary-need-draft")
    over = make_ask(person=ben, words="canary-need-over", to=[circle])
    over.settle(Ending.HIRED, "canary-hired", ask_how_it_went=True)
    asked = make_ask(person=ben, words="canary-need-open", to=[circle])
    asked.pass_on(circle, beyond, "")
    world.things |= {
        "ask_send": [draft, asked],
        "ask_edit": [draft, asked],
        "ask_remove": [draft, over],
        **{name: [asked] for name in ("ask_settle", "ask_still")},
        **{name: [over] for name in ("ask_went", "ask_reopen")},
    }


def told_by_link(world: World) -> None:
    """A question of Ben's with its link, and what came by it: he has said of one who it was."""
    (ask,) = world.things["ask_settle"]
    told = [
        make_link_answer(
            ask=ask,
            name=f"canary-{who}-name",
            provider=f"canary-{who}-provider",
            phone="+441134960004",
            website=f"https://canary-{who}-website.example",
            job=f"canary-{who}-job",
            words=f"canary-{who}-words",
            outcome=Outcome.BUT,
            caveat=f"canary-{who}-caveat",
            confirmed_as=confirmed_as,
        )
        for who, confirmed_as in (("known", "canary-known-sister"), ("unsaid", ""))
    ]
    world.things |= {"link_make": [ask], "link_revoke": [ask]}
    of_answers = ("link_thanks", "link_join", "link_answer_confirm", "link_answer_report", "link_answer_discard")
    world.things |= dict.fromkeys(of_answers, told)
    world.links["ask_link"] = str(ask.link.path).split("/")[2]


def invitation_with_canaries(inviter: Person, name: str, **fields: str) -> Invitation:
    return make_invitation(inviter=inviter, name=f"canary-{name}", how=f"canary-how-{name}", **fields)


# --- Asking -----------------------------------------------------------------------------------------


def signed_in(viewer: Person) -> Client:
    """Who was here today already, so that their session is not written again."""
    client = Client()
    client.force_login(viewer)
    client.get(reverse("manifest"))
    return client


def client_of(viewer: Person | None, **headers: str) -> Client:
    """A browser in which they have signed in before: to do so for each page would take as long as the page."""
    client = Client(headers=headers)
    if viewer:
        client.cookies[settings.SESSION_COOKIE_NAME] = viewer.signed_in_by
    return client


def url_of(name: str, public_id: UUID | str) -> str:
    if name == "vouch_new":
        return f"{reverse(name)}?provider={public_id}"
    return reverse(name, args=[public_id])


def id_for(name: str, vouch: Vouch) -> UUID:
    if name in OF_A_PHOTO:
        return vouch.photos.get().public_id
    if name in OF_AN_INSIGHT:
        return vouch.author.insights.get(scope=vouch.scope).public_id
    if name in OF_AN_OFFER:
        return vouch.author.offers.get(scope=vouch.scope).public_id
    return vouch.provider.public_id if name in OF_A_PROVIDER else vouch.public_id


def thanking_url(vouch: Vouch, viewer: Person | None, provider: UUID | None = None, name: str = "thanks_new") -> str:
    """It is another one for each viewer."""
    key = key_for(viewer.pk if viewer else 0, vouch.pk)
    return reverse(name, args=[provider or vouch.provider.public_id, key])


def statuses(world: World, url: str, method: str = "get") -> str:
    clients = [client_of(world.viewers[name]) for name in VIEWERS]
    return " ".join(str(getattr(client, method)(url).status_code) for client in clients)


def answer(client: Client, method: str, url: str) -> tuple[int, bytes, str]:
    """Without the ids that were asked for, which stand in where it leads, and the second in which it was."""
    response = getattr(client, method)(url)
    headers = str({name: value for name, value in response.headers.items() if name not in ("Expires", "X-Request-ID")})
    for asked in AN_ID.findall(url):
        headers = headers.replace(asked, "")
    return response.status_code, UNLIKE.sub(b"", response.content), headers


def urls_of_things(world: World) -> Iterator[str]:
    yield from (url_of(name, thing.public_id) for name, things in world.things.items() for thing in things)
    yield from (reverse(name, args=[token]) for name, token in world.links.items())


def named_patterns(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named_patterns(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)


# --- What each may meet -----------------------------------------------------------------------------


def may_read(viewer: str, scope: Scope) -> bool:
    """Who blocked Ben reads on what comes without his name."""
    return (
        viewer == "self"
        or (viewer == "circle" and scope >= Scope.CIRCLE)
        or (viewer in ("beyond", "blocked Ben") and scope == Scope.BEYOND)
    )


def canaries_for(viewer: str) -> set[str]:
    """Every canary this viewer may ever meet, as it would stand in a page."""
    readable = [scope for scope in Scope if may_read(viewer, scope)]
    found = {
        f"canary-{field}-{scope.name}".lower()
        for scope in readable
        for field in ("name", "job", "words", "caveat", "cost", "alt", "earlier")
    }
    shared = ("website", "insight", "link", "offer")
    found |= {f"canary-{field}-{scope.name.lower()}" for scope in readable for field in shared}
    if viewer == "self":
        found |= {f"canary-contact-{scope.name}".lower() for scope in Scope}
        found |= {"canary-email", "canary-how-ben", "canaryname-ben", "0113 496 000", "+44113496000"}
        # Those between him and others; how the invited would know him is for the page that asks who came.
        found |= {"canary-unspent", "canary-waiting", "canary-invited", "canary-accepted", "canary-why"}
        found |= {"canary-thanks", "canary-gratitude", "canary-chain"}
        found |= {"canary-pia", "canary-wanda", "canary-xena", "canary-blocked"}
        found |= {"canary-noted", "canary-noted-job", "canary-noted-words"}
        found |= {"canary-checked", "canary-checked-words", "canary-added"}
        found |= {"canary-need-draft", "canary-need-open", "canary-need-over", "canary-hired"}
        found |= {"canary-need", "canary-wish", "canary-near", "canary-far", "canary-helped"}
        found |= {"canary-theirs", "canary-mine", "canary-back", "canary-short", "canary-reply"}
        told = ("name", "provider", "website", "job", "words", "caveat", "sister")
        found |= {f"canary-{who}-{field}" for who in ("known", "unsaid") for field in told}
        found |= {"canary-offered"} | BETWEEN_THE_TWO | WITH_THE_FAR
    if viewer == "circle":
        found |= {"canaryname-ben", "canary-xena", "canary-pia", "canary-yours"} | BETWEEN_THE_TWO
        found |= {"canary-thanks", "canary-chain", "canary-need", "canary-wish", "canary-near", "canary-helped"}
        found |= {"canary-theirs", "canary-mine", "canary-back", "canary-short", "canary-reply", "canary-handed"}
        found |= {"canary-need-open", "canary-need-over"}
    if viewer == "beyond":
        found |= {"canary-need", "canary-passing", "canary-far", "canary-helped", "canary-need-open", "canary-handed"}
        found |= WITH_THE_FAR
    return found | WISHES_READ.get(viewer, set())


def told_by_its_link(world: World, url: str) -> set[str]:
    """What whoever made a link meant it to say, to whoever holds it."""
    said = {"invitation_link": {"canaryname-ben"}, "ask_link": {"canaryname-ben", "canary-need-open"}}
    return next((told for name, told in said.items() if url == reverse(name, args=[world.links[name]])), set())


def canaries_in(response) -> set[str]:
    text = response.content.decode(errors="replace")  # which a photo is not
    told = text.replace("\r\n ", "")  # contacts are folded in the middle of a word
    return set(CANARY.findall(f"{told} {response.headers} {response.cookies}".lower()))
