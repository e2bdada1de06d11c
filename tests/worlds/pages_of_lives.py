"""What the pages of a life tell one viewer, held against the oracle."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from random import Random

from django.db.models import QuerySet
from django.urls import reverse

from people.models import Introduction, Invitation, Notice, Person
from recommendations.circle.thanks import thanks_to
from recommendations.insights.found import INSIGHTS_A_PAGE, told_insights
from recommendations.models import Insight, Offer
from recommendations.offers.found import OFFERS_A_PAGE
from tests.worlds.living import Living
from tests.worlds.looking import as_
from tests.worlds.oracle import AND_THEIRS, Someone
from tests.worlds.oracle_of_lives import Told

PERSON, ID = re.compile(r"\bMo\d+o\b"), re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SAYS = re.compile(r"<span>(?:<strong[^>]*>New</strong> )?([^<]*)<small><time")
PAGES = ["look", "find", "you", "seen", "vouches", "introduction_new"]


class PageLook:
    """The pages of one viewer, held against the oracle."""

    def __init__(self, living: Living, viewer: Someone, rng: Random) -> None:
        self.living, self.life, self.viewer, self.rng = living, living.world, viewer, rng
        self.person, self.client = living.people[viewer], living.eyes[viewer]
        self.own_name = {viewer.name.split()[0]}

    @cached_property
    def names(self) -> set[str]:
        return {someone.name.split()[0] for someone in self.may_meet}

    @cached_property
    def may_meet(self) -> set[Someone]:
        return self.life.may_meet(self.viewer)

    @cached_property
    def hidden(self) -> set[str]:
        return self.ids() - self.ids_allowed()

    def ids(self) -> set[str]:
        rows = [self.living.people, self.living.invites, self.living.halves, self.living.vouches]
        rows += [self.living.insights, self.living.offers]
        found = {str(row.public_id) for some in rows for row in some.values()}
        return found | {str(provider.public_id) for provider in self.living.providers}

    def ids_allowed(self) -> set[str]:
        living, life, viewer = self.living, self.life, self.viewer
        rows = [living.people[someone] for someone in self.may_meet]
        rows += [living.invites[invite] for invite in life.unspent(viewer) | life.waiting(viewer)]
        rows += [row for half, row in living.halves.items() if life.may_answer(viewer, half)]
        rows += [living.vouches[word] for word in life.words if word.author is viewer]
        rows += [living.insights[insight] for insight in life.learned(viewer)]
        rows += [living.offers[offered] for offered in life.offered(viewer)]
        rows += [living.providers[word.provider] for word in life.readable(viewer)]
        return {str(row.public_id) for row in rows}

    def read(self, name: str, *args) -> str:
        page = self.client.get(reverse(name, args=args))
        return page.content.decode() if page.status_code == 200 else ""

    def differences(self, looks: int) -> Iterator[str]:
        """Of what is asked of the database, and of the pages, so many of each."""
        questions = [self.of_people, self.of_invites, self.of_halves, self.of_told, self.of_insights]
        pages = [self.of_circle, self.of_friends, self.of_notices, self.of_invitations, self.of_one_invitation]
        pages += [
            self.of_shared,
            self.of_one_insight,
            self.of_offers,
            self.of_thanks,
            self.of_introductions,
            self.of_blocks,
            self.of_link,
            self.of_another_page,
        ]
        for look in self.rng.sample(questions, min(looks, len(questions))) + self.rng.sample(pages, looks):
            yield from look()

    def of_people(self) -> Iterator[str]:
        rows, near = self.living.people, Person.objects
        yield from self.of_rows("the circle is", near.circle_of(self.person), rows, self.life.circle(self.viewer))
        yield from self.of_rows("those met are", near.met_by(self.person), rows, self.life.met(self.viewer))

    def of_invites(self) -> Iterator[str]:
        rows, mine = self.living.invites, self.person.invitations
        opening = {invite for invite in self.life.invites if self.life.opens(self.viewer, invite)}
        yield from self.of_rows("unanswered are", mine.unanswered(), rows, self.life.unspent(self.viewer))
        yield from self.of_rows("waiting are", mine.waiting(), rows, self.life.waiting(self.viewer))
        yield from self.of_rows("open are", Invitation.objects.shown_to(self.person), rows, opening)

    def of_halves(self) -> Iterator[str]:
        mine = {half for half in self.life.halves if self.life.may_answer(self.viewer, half)}
        asked = Introduction.objects.open_to(self.person)
        yield from self.of_rows("introductions are", asked, self.living.halves, mine)

    def of_rows(self, what: str, found: QuerySet, rows: dict, expected: set) -> Iterator[str]:
        pks = sorted(found.values_list("pk", flat=True))
        if pks != sorted(rows[each].pk for each in expected):
            yield f"{what} {pks}, not {expected}"

    def of_told(self) -> Iterator[str]:
        found = sorted(notice.message for notice in Notice.objects.visible_to(self.person))
        if found != self.life.notices(self.viewer):
            yield f"the notices {found}, not {self.life.notices(self.viewer)}"

    def of_page(
        self, name: str, page: str, names: set[str] = frozenset(), known: set[str] = frozenset()
    ) -> Iterator[str]:
        """No name and no id of anyone or anything hidden stands on it, not even where nobody looks; but these names,
        and the ids that are `known` by it."""
        if strangers := set(PERSON.findall(page)) - self.names - names:
            yield f"the page {name} names {strangers}"
        if ids := set(ID.findall(page)) & self.hidden - known:
            yield f"the page {name} holds the ids {ids}"

    def of_circle(self) -> Iterator[str]:
        page = self.read("circle")
        linked = set(re.findall(r'href="/circle/([0-9a-f-]{36})/"', page))
        friends = {str(self.living.people[friend].public_id) for friend in self.life.circle(self.viewer)}
        if linked != friends:
            yield f"the circle page leads to {linked}, not {friends}"
        yield from self.of_page("circle", page)

    def of_friends(self) -> Iterator[str]:
        """Whose pages answer at all."""
        friends = self.life.circle(self.viewer)
        for someone in self.rng.sample(self.life.people, 2):
            yield from self.of_answer("friend", self.living.people[someone], someone in friends)

    def of_notices(self) -> Iterator[str]:
        page = self.read("notices")
        found = [html.unescape(each) for each in SAYS.findall(page)]
        said = [told for told in self.life.told if told.person is self.viewer and self.life.may_read_notice(told)]
        left = found.copy()
        for told in said:
            ways = self.ways_to_say(told)
            if one := next((each for each in ways if each in left), None):
                left.remove(one)
            else:
                yield f"the notices page says {found}, and none of {ways}"
        if left:
            yield f"the notices page says {left} beside {[told.kind for told in said]}"
        meant = {told.about.name.split()[0] for told in said if told.kind == "came"}
        yield from self.of_page("notices", page, meant)

    def ways_to_say(self, told: Told) -> set[str]:
        """Each but one with the thing that it is about, whoever is no friend called as the viewer may know them."""
        life, viewer, about = self.life, self.viewer, told.about
        if told.kind == "came":
            return {f"{told.who.name} came with your invitation for {about.name}. Is this who you meant?"}
        if told.kind == "introduction":
            return {f"{told.who.name} would like you to know {about.friend.name}."}
        if told.kind == "insight_thanked":
            words = self.living.insights[about.insight].words
            return {f"What you shared helped someone, who says thank you: “{words}”"}
        if told.kind != "thanked":
            return {told.says}
        name = about.word.name if about.word in life.readable(viewer) else "someone"
        own = about.word.author is viewer
        whose = "your word" if own else f"{about.word.author.name}’s word, which reached them through you"
        called = {seen.shown_as for seen in life.called(viewer, about.giver)}
        return {f"{each[:1].upper()}{each[1:]} hired {name} on {whose}." for each in called}

    def of_invitations(self) -> Iterator[str]:
        page = self.read("invitations")
        shown = self.life.unspent(self.viewer) | self.life.waiting(self.viewer)
        numbers = {int(number) for number in re.findall(r"\bInv(\d+)\b", page)}
        if numbers != {invite.number for invite in shown}:
            yield f"the invitations page shows {numbers}, not {[invite.number for invite in shown]}"
        yield from self.of_page("invitations", page, {invite.name.split()[0] for invite in shown})

    def of_thanks(self) -> Iterator[str]:
        """Whose they are, on whose word, and about whom, each called as this viewer may know them."""
        life, viewer, expected = self.life, self.viewer, self.life.thanks_to(self.viewer)
        found = {int(each.words.removeprefix("Thx")): each for each in thanks_to(self.person)}
        if set(found) != {each.number for each in expected}:
            yield f"the thanks are {set(found)}, not {expected}"
            return
        for each in expected:
            row, called = found[each.number], {seen.shown_as for seen in life.called(viewer, each.giver)}
            if row.giver not in {name[:1].upper() + name[1:] for name in called}:
                yield f"thanks are from {row.giver}, not from one of {called}"
            author = None if each.word.author is viewer else each.word.author.name
            name = each.word.name if each.word in life.readable(viewer) else ""
            if ((row.author and row.author.name), row.provider) != (author, name):
                yield f"thanks are on the word of {row.author} about {row.provider}, not of {author} about {name}"
        yield from self.of_page(
            "thanks",
            self.read("thanks"),
            {each.giver.split()[0] for each in found.values()}
            & {each.giver.name.split()[0] for each in expected if life.may_be_named(viewer, each.giver)},
            # Whoever is named can be blocked.
            {str(self.living.people[each.giver].public_id) for each in expected if each.giver.named_beyond},
        )

    def of_insights(self) -> Iterator[str]:
        """Which there are, by which name, and what the viewer has made of them."""
        life, viewer, rows = self.life, self.viewer, self.living.insights
        mine = life.learned(viewer)
        yield from self.of_rows("the insights are", Insight.objects.visible_to(self.person), rows, mine)
        # Of all there are, whoever fetched them: the ones that are told are the same.
        found = {each.public_id: each for each in told_insights(self.person, Insight.objects.all())}
        if set(found) != {rows[each].public_id for each in mine}:
            yield f"told are {[each.words for each in found.values()]}, not {[each.number for each in mine]}"
            return
        for each in mine:
            shown = found[rows[each].public_id]
            chain = tuple(link.name for link in shown.chain)
            if (shown.name, chain) not in {(seen.shown_as, seen.chain) for seen in life.called(viewer, each.author)}:
                yield f"insight {each.number} is by {shown.name}, through {chain}"
            is_beyond = life.distance(viewer, each) == AND_THEIRS and life.may_be_named(viewer, each.author)
            author = self.living.people[each.author].public_id if is_beyond else None
            marks = (author, life.said_thanks(viewer, each), (viewer, each) in life.kept, each.author is viewer)
            if (shown.author, shown.thanked, shown.kept, shown.mine) != marks:
                yield f"insight {each.number} has {shown}, not {marks}"

    def of_shared(self) -> Iterator[str]:
        others = {each for each in self.life.learned(self.viewer) if each.author is not self.viewer}
        kept = {each for each in others if (self.viewer, each) in self.life.kept}
        yours = self.life.learned(self.viewer) - others
        for whose, expected in (("", others), ("yours", yours), ("kept", kept)):
            page = self.client.get(reverse("insights"), {"whose": whose}).content.decode()
            numbers = {int(number) for number in re.findall(r"\bIns(\d+)\b", page)}
            if numbers != {each.number for each in expected} and len(expected) <= INSIGHTS_A_PAGE:
                yield f"the insights {whose} are {numbers}, not {[each.number for each in expected]}"
            yield from self.of_page("insights", page)

    def of_one_insight(self) -> Iterator[str]:
        for insight in self.one_of(self.living.insights):
            row, mine = self.living.insights[insight], insight.author is self.viewer
            yield from self.of_answer("insight", row, insight in self.life.learned(self.viewer))
            yield from self.of_answer("insight_edit", row, mine)
            yield from self.of_answer("insight_withdraw", row, mine)

    def of_offers(self) -> Iterator[str]:
        """Others’ and one’s own; and one of all there are."""
        readable = self.life.offered(self.viewer)
        mine = {each for each in readable if each.author is self.viewer}
        for whose, expected in (("", readable - mine), ("yours", mine)):
            page = self.client.get(reverse("offers"), {"whose": whose}).content.decode()
            numbers = {int(number) for number in re.findall(r"\bladder (\d+)\b", page)}
            if numbers != {each.number for each in expected} and len(expected) <= OFFERS_A_PAGE:
                yield f"the offers {whose} are {numbers}, not {[each.number for each in expected]}"
            yield from self.of_page("offers", page)
        for offered in self.one_of(self.living.offers):
            row = self.living.offers[offered]
            yield from self.of_answer("offer", row, offered in readable)
            yield from self.of_answer("offer_edit", row, offered in mine)

    def of_one_invitation(self) -> Iterator[str]:
        for invite in self.one_of(self.living.invites):
            row = self.living.invites[invite]
            yield from self.of_answer("invitation", row, invite in self.life.unspent(self.viewer))
            yield from self.of_answer("invitation_confirm", row, invite in self.life.waiting(self.viewer))

    def of_introductions(self) -> Iterator[str]:
        for half, row in self.living.halves.items():
            yield from self.of_answer("introduction", row, self.life.may_answer(self.viewer, half))

    def of_blocks(self) -> Iterator[str]:
        page, blocked = self.read("blocks"), self.life.blocked_by(self.viewer)
        if set(PERSON.findall(page)) - self.own_name != {someone.name.split()[0] for someone in blocked}:
            yield f"the blocks page names {PERSON.findall(page)}, not {blocked}"
        yield from self.of_page("blocks", page)
        for someone in self.one_of(self.life.people):
            if someone not in blocked:
                row = self.living.people[someone]
                yield from self.of_answer("author_block", row, someone in self.life.named(self.viewer))
                yield from self.of_answer("block", row, someone in self.life.met(self.viewer))

    def of_another_page(self) -> Iterator[str]:
        name = self.rng.choice(PAGES)
        yield from self.of_page(name, self.read(name))

    def of_answer(
        self, name: str, row: Person | Introduction | Invitation | Insight | Offer, expected: bool
    ) -> Iterator[str]:
        answer = self.client.get(reverse(name, args=[row.public_id]))
        if answer.status_code != (200 if expected else 404):
            yield f"{name} {row} answers {answer.status_code}"
        named = {row.name.split()[0]} if isinstance(row, Invitation) and expected else set()
        yield from self.of_page(name, answer.content.decode(), named)

    def of_link(self) -> Iterator[str]:
        """What a link leads to, without saying yes."""
        for invite in self.one_of(self.living.invites):
            answer = as_(self.person).get(reverse("invitation_link", args=[self.living.invites[invite].token]))
            if (answer.status_code == 404) is self.life.opens(self.viewer, invite):
                yield f"the link of invitation {invite.number} answers {answer.status_code}"
            if answer.status_code == 404:
                yield from self.of_page("invited", answer.content.decode())

    def one_of(self, things: Iterable) -> list:
        """None, where there are none."""
        return self.rng.sample(list(things), 1) if things else []
