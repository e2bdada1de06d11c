"""A life as rows, lived by the application's own verbs or through its pages."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Introduction, Invitation, Person, Tie
from recommendations.leaving import erasing
from recommendations.models import Gratitude, Insight, Offer, Provider, Thanks, Vouch
from recommendations.providers.word import key_for
from tests.worlds.builders import make_person
from tests.worlds.looking import as_
from tests.worlds.oracle import MY_CIRCLE, Learned, Offered, Someone, Word
from tests.worlds.oracle_of_lives import Half, Invite, Life
from tests.worlds.random_worlds import Lived, Scenery, consent, hired_on, last_day_of


class Living(Lived):
    """Each act takes `by_page`: through the address that a browser would post to, or the model's verb."""

    def __init__(self, life: Life, scenery: Scenery) -> None:
        self.world, self.scenery = life, scenery
        self.people: dict[Someone, Person] = {}
        self.providers: list[Provider] = []
        self.vouches: dict[Word, Vouch] = {}
        self.insights: dict[Learned, Insight] = {}
        self.offers: dict[Offered, Offer] = {}
        self.invites: dict[Invite, Invitation] = {}
        self.halves: dict[Half, Introduction] = {}
        self.eyes: dict[Someone, Client] = {}

    def be_born(self, someone: Someone) -> None:
        self.people[someone] = make_person(email=someone.email, name=someone.name, **consent(someone))
        self.eyes[someone] = as_(self.people[someone])

    def post(self, someone: Someone, page: str, *args, **data) -> int:
        """By a browser of its own, so that what it says of the act is not shown to the eyes that look next."""
        answer = as_(self.people[someone]).post(reverse(page, args=args), data)
        assert answer.status_code in (302, 404, 422), (page, data, answer)
        if answer.status_code == 422 and page != "introduction_new":
            raise AssertionError((page, data, answer.context["form"].errors))
        return answer.status_code

    def pressed(self, someone: Someone, page: str, *args, **data) -> None:
        """A button that says the same, whether there was something to do or not."""
        assert self.post(someone, page, *args, **data) == 302

    # --- Ties -----------------------------------------------------------------------------------

    def part(self, one: Someone, other: Someone, by_page: bool) -> None:
        a, b = self.people[one], self.people[other]
        if by_page:
            self.pressed(one, "part", b.public_id)
        else:
            assert Tie.objects.part(a, b)

    def affirm(self, one: Someone, other: Someone, by_page: bool) -> bool:
        a, b = self.people[one], self.people[other]
        if by_page:
            return self.post(one, "look", friend=b.public_id) == 302
        tie = a.ties.standing().filter(friend=b).first()
        return bool(tie and (tie.affirm() or True))

    def hear(self, one: Someone, friend: Someone, hears: bool, by_page: bool) -> bool:
        a, b = self.people[one], self.people[friend]
        if by_page:
            return self.post(one, "hear", b.public_id, hears="yes" if hears else "no") == 302
        tie = a.ties.standing().filter(friend=b).first()
        return bool(tie and (tie.hear(hears) or True))

    def block(self, one: Someone, other: Someone, by_page: bool) -> bool:
        a, b = self.people[one], self.people[other]
        if by_page:
            return self.post(one, "block", b.public_id) == 302
        a.block(b)
        return True

    def unblock(self, one: Someone, other: Someone, by_page: bool) -> None:
        a, b = self.people[one], self.people[other]
        if by_page:
            self.pressed(one, "unblock", b.public_id)
        else:
            a.unblock(b)

    # --- Invitations ----------------------------------------------------------------------------

    def invite(self, invite: Invite, by_page: bool) -> None:
        said = {"name": invite.name, "how": "From school", "email": invite.email}
        inviter = self.people[invite.inviter]
        if by_page:
            assert self.post(invite.inviter, "invitation_new", **said, key=UUID(int=invite.number)) == 302
            self.invites[invite] = inviter.invitations.get(form_key=UUID(int=invite.number))
        else:
            self.invites[invite] = inviter.invitations.create(**said)

    def accept(self, one: Someone, invite: Invite, by_page: bool) -> bool:
        row = self.invites[invite]
        if by_page:
            link = reverse("invitation_link", args=[row.token])
            return as_(self.people[one]).post(link, {"how": "From school"}).status_code == 302
        person, before = self.people[one], Invitation.objects.shown_to(self.people[one]).filter(pk=row.pk).exists()
        (Invitation.objects.filter(pk=row.pk).first() or copy(row)).accept(person, "Work")
        return before

    def settle(self, one: Someone, invite: Invite, yes: bool, by_page: bool) -> None:
        row = self.invites[invite]
        if by_page:
            self.pressed(one, "invitation_confirm", row.public_id, answer="yes" if yes else "no")
        elif mine := self.people[one].invitations.waiting().filter(pk=row.pk).first():
            mine.confirm() if yes else mine.refuse()

    def revoke(self, one: Someone, invite: Invite) -> None:
        self.post(one, "invitation_revoke", self.invites[invite].public_id)

    def expire(self, thing: Invite | Half) -> None:
        rows, row = (Invitation, self.invites) if isinstance(thing, Invite) else (Introduction, self.halves)
        rows.objects.filter(pk=row[thing].pk).update(expires_at=timezone.now() - timedelta(minutes=1))

    # --- Introductions --------------------------------------------------------------------------

    def introduce(self, one: Someone, a: Someone, b: Someone, by_page: bool) -> bool:
        done, (ana, ben) = True, (self.people[a], self.people[b])
        if by_page:
            said = {"one": ana.public_id, "other": ben.public_id, "word": "You both sing"}
            done = self.post(one, "introduction_new", **said) == 302
        elif a is not b:
            Introduction.objects.introduce(self.people[one], ana, ben, "You both sing")
        for half in self.world.halves:
            three = {name: self.people[getattr(half, name)] for name in ("introducer", "person", "friend")}
            if half not in self.halves and (row := Introduction.objects.filter(**three).first()):
                self.halves[half] = row
        return done

    def say(self, one: Someone, half: Half, yes: bool, by_page: bool) -> None:
        row = self.halves[half]
        if by_page:
            said = {"how": "Choir"} if yes else {"answer": "no"}
            self.pressed(one, "introduction", row.public_id, **said)
        elif mine := Introduction.objects.open_to(self.people[one]).filter(pk=row.pk).first():
            mine.say(yes, "Choir")

    # --- Being seen, and saying something -------------------------------------------------------

    def switch(self, one: Someone, by_page: bool) -> None:
        if by_page:
            on = {name: "on" for name, value in consent(one).items() if value}
            assert self.post(one, "seen", **on) == 302
        else:
            Person.objects.filter(pk=self.people[one].pk).update(**consent(one))

    def rename(self, one: Someone) -> None:
        said = {"name": one.name, "language": "en-gb", "time_zone": "Europe/London", "mails": "on", "letters": "on"}
        assert self.post(one, "details", **said) == 302
        self.people[one].refresh_from_db()

    def say_of_provider(self, word: Word, by_page: bool) -> None:
        while len(self.providers) <= word.provider:
            self.providers.append(Provider.objects.create())
        if not Provider.objects.filter(pk=self.providers[word.provider].pk).exists():
            self.providers[word.provider] = Provider.objects.create()
        provider, author = self.providers[word.provider], self.people[word.author]
        if by_page and word.place and Provider.objects.visible_to(author).filter(pk=provider.pk).exists():
            url = f"{reverse('vouch_new')}?provider={provider.public_id}"
            said = self.typed(word) | {"same": provider.public_id}  # it is asked of whoever knows another number
            assert as_(author).post(url, said).status_code == 302
            self.vouches[word] = author.vouches.get(cost=str(word.number))
        else:
            vouch = self.vouch(word)
            vouch.save()
            self.vouches[word] = vouch

    def edit(self, word: Word, by_page: bool) -> None:
        row = self.vouches[word]
        if by_page and word.place:
            assert self.post(word.author, "vouch_edit", row.public_id, **self.typed(word)) == 302
        else:
            Vouch.objects.filter(pk=row.pk).update(scope=word.scope, warns_from=None)
        row.refresh_from_db()

    def typed(self, word: Word) -> dict[str, object]:
        same = ("name", "phone", "email", "job", "outcome", "scope")
        return {name: getattr(word, name) for name in same} | {
            "trade": word.other or self.scenery.trades[word.trade].slug,
            "trade_meant": "something-else:",
            "place": f"{word.place.name}, GB",
            "hired_on": hired_on(word.months).isoformat(),
            "relation": word.relation,
            "warns": min(word.scope, MY_CIRCLE),
            "words": "As they say",
            "caveat": "Late",
            "cost": str(word.number),
            "pass_on": "yes" if word.pass_on else "no",
        }

    def withdraw(self, word: Word, by_page: bool) -> None:
        row = self.vouches[word]
        if by_page:
            assert self.post(word.author, "vouch_withdraw", row.public_id) == 302
        else:
            row.withdraw()

    def thank(self, one: Someone, word: Word, number: int, between: Someone | None, by_page: bool) -> bool:
        """Through the page, or where it is theirs to say, by the verb."""
        person, row, said = self.people[one], self.vouches[word], f"Thx{number}"
        if by_page:
            page = reverse("thanks_new", args=[row.provider.public_id, key_for(person.pk, row.pk)])
            return as_(person).post(page, {"words": said}).status_code == 302
        return Thanks.give(person, row.pk, self.people[between].public_id if between else None, said)

    # --- What they learned ----------------------------------------------------------------------

    def share(self, insight: Learned, by_page: bool) -> None:
        author, said = self.people[insight.author], {"words": f"Ins{insight.number}", "scope": insight.scope}
        if by_page:
            assert self.post(insight.author, "insight_new", **said) == 302
        else:
            author.insights.create(**said)
        self.insights[insight] = author.insights.get(words=said["words"])

    def change(self, insight: Learned, by_page: bool) -> None:
        row = self.insights[insight]
        if by_page:
            said = {"words": f"Ins{insight.number}", "scope": insight.scope, "change": "put"}
            assert self.post(insight.author, "insight_edit", row.public_id, **said) == 302
        else:
            Insight.objects.filter(pk=row.pk).update(scope=insight.scope)

    def forget(self, insight: Learned, by_page: bool) -> None:
        row = self.insights.pop(insight)
        if by_page:
            assert self.post(insight.author, "insight_withdraw", row.public_id) == 302
        else:
            row.withdraw()

    def be_grateful(self, one: Someone, insight: Learned, by_page: bool) -> bool:
        row = self.insights[insight]
        if by_page:
            return self.post(one, "insight_thank", row.public_id) == 302
        return Gratitude.say(self.people[one], row)

    def keep(self, one: Someone, insight: Learned, kept: bool) -> bool:
        said = "yes" if kept else "no"
        return self.post(one, "insight_keep", self.insights[insight].public_id, kept=said) == 302

    # --- What they would gladly do --------------------------------------------------------------

    def offer_something(self, offered: Offered, by_page: bool) -> None:
        row = self.offer(offered)
        if by_page:
            assert self.post(offered.author, "offer_new", **said_of(row)) == 302
        else:
            row.save()
        self.offers[offered] = self.people[offered.author].offers.get(words=row.words)

    def change_offer(self, offered: Offered, by_page: bool) -> None:
        row, new = self.offers[offered], self.offer(offered)
        if by_page:
            assert self.post(offered.author, "offer_edit", row.public_id, **said_of(new)) == 302
        else:
            assert Offer.objects.get(pk=row.pk).edit({"scope": new.scope})

    def let_end(self, offered: Offered) -> None:
        Offer.objects.filter(pk=self.offers[offered].pk).update(until=last_day_of(offered))

    def renew(self, offered: Offered, by_page: bool) -> None:
        row = self.offers[offered]
        if by_page:
            self.pressed(offered.author, "offer_renew", row.public_id)
        else:
            assert Offer.objects.get(pk=row.pk).renew()

    def withdraw_offer(self, offered: Offered, by_page: bool) -> None:
        row = self.offers.pop(offered)
        if by_page:
            assert self.post(offered.author, "offer_withdraw", row.public_id) == 302
        else:
            row.withdraw()

    def rest(self, one: Someone) -> None:
        erasing.rest(Person.objects.get(pk=self.people[one].pk))

    def suspend(self, one: Someone) -> None:
        """By the desk: to all others as if they rested."""
        assert Person.objects.get(pk=self.people[one].pk).suspend("They sold what they vouch for.")

    def wake(self, one: Someone) -> None:
        person = Person.objects.get(pk=self.people[one].pk)
        if person.suspended:
            assert person.lift()
        else:
            person.set_active(True)
        self.people[one], self.eyes[one] = person, as_(person)

    def leave(self, one: Someone) -> None:
        erasing.erase(Person.objects.get(pk=self.people[one].pk), write_down=False)
        del self.people[one], self.eyes[one]
        self.insights = {insight: row for insight, row in self.insights.items() if insight.author is not one}
        self.offers = {offered: row for offered, row in self.offers.items() if offered.author is not one}
        self.invites = {invite: row for invite, row in self.invites.items() if one not in (invite.inviter, invite.came)}
        self.halves = {
            half: row for half, row in self.halves.items() if one not in (half.introducer, half.person, half.friend)
        }


def said_of(offer: Offer) -> dict[str, object]:
    """As its form sends it."""
    said = {name: getattr(offer, name) for name in ("gladly", "words", "scope")}
    return said | {"until": offer.until.isoformat()}
