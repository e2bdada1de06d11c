"""What the application tells each viewer of a world, held against the oracle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from django.db import transaction

from recommendations.insights.found import told_insights
from recommendations.models import Insight, Offer, Provider, Relation, Trade, Vouch
from recommendations.offers.found import told_offers
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import shared_by, suggestion_of, suggestions_for
from recommendations.providers.word import Word as Shown
from recommendations.search.texts import providers_told_with
from recommendations.sight.rule import Path, paths_to
from tests.worlds.oracle import Seen, Someone, Word, kilometres
from tests.worlds.random_worlds import TOWNS, TRADES, Lived, Scenery, hired_on, make_world

ALL = 10_000
LOOKS = ["scopes", "pages", "trade and place", "words", "one author", "one provider", "insights"]


def differences_in(seed: int, scenery: Scenery, looks: int = 1) -> list[str]:
    """Lives the world of this seed, looks at it through every pair of eyes, and leaves no trace.

    Each viewer asks for everything, and then in some of the other ways to look.
    """
    with transaction.atomic():
        found = list(differences_to(Lived(make_world(seed), scenery), seed, looks))
        transaction.set_rollback(True)
    return found


def differences_to(lived: Lived, seed: int, looks: int = 1) -> Iterator[str]:
    for viewer in lived.world.people:
        for difference in Look(lived, viewer, Random(f"{seed} {viewer.name}")).differences(looks):
            yield f"world {seed}, seen by {viewer.name}: {difference}"


class Look:
    def __init__(self, lived: Lived, viewer: Someone, rng: Random) -> None:
        self.lived, self.world, self.viewer, self.rng = lived, lived.world, viewer, rng
        self.person = lived.people[viewer]
        self.readable = self.world.readable(viewer)
        self.words = {str(word.number): word for word in self.world.words}
        self.providers = {row.public_id: number for number, row in enumerate(lived.providers)}
        # How each author was shown the first time; it has to stay so.
        self.shown: dict[Someone, Seen] = {}

    def differences(self, looks: int) -> Iterator[str]:
        yield from self.of_paths()
        yield from self.of_vouches()
        everything, mark = suggestions_for(self.person, size=ALL)
        yield from self.of_list("all", everything, set(self.readable))
        yield from [f"a mark {mark!r} after the last"] if mark else []
        for look in self.rng.sample(LOOKS, looks):
            if look == "scopes":
                yield from self.of_scopes()
            elif look == "pages":
                yield from self.of_pages(everything)
            elif look == "trade and place":
                yield from self.of_trade_and_place()
            elif look == "words":
                yield from self.of_text()
            elif look == "insights":
                yield from self.of_shared(
                    "insight", self.lived.insights, self.world.learned(self.viewer), told_insights
                )
                yield from self.of_shared("offer", self.lived.offers, self.world.offered(self.viewer), told_offers)
            elif look == "one author":
                yield from self.of_one_author()
            elif self.lived.providers:
                yield from self.of_one_provider()

    def of_paths(self) -> Iterator[str]:
        rows = [(*tuple(row)[:9], bool(row[9])) for row in paths_to(self.person)]
        expected = {tuple(self.path(*path)) for path in self.world.paths(self.viewer)}
        if len(rows) != len(set(rows)) or set(rows) != expected:
            yield f"paths {sorted(rows, key=str)}, not {sorted(expected, key=str)}"

    def path(self, word: Word, distance: int, through: Someone | None) -> Path:
        vouch, people = self.lived.vouches[word], self.lived.people
        between = people[through].pk if through else None
        about = (vouch.pk, vouch.provider_id, vouch.author_id, vouch.trade_id)
        is_related = vouch.relation != Relation.NONE
        return Path(*about, distance, between, vouch.outcome, str(vouch.hired_on), vouch.place_id, is_related)

    def of_vouches(self) -> Iterator[str]:
        vouches = sorted(Vouch.objects.visible_to(self.person).values_list("pk", flat=True))
        if vouches != sorted(self.lived.vouches[word].pk for word in self.readable):
            yield f"visible_to gives the vouches {vouches}"
        if sorted(Vouch.objects.few_visible_to(self.person).values_list("pk", flat=True)) != vouches:
            yield "few_visible_to gives other vouches than visible_to"

    def of_scopes(self) -> Iterator[str]:
        """Those built on the vouches."""
        providers = sorted(Provider.objects.visible_to(self.person).values_list("pk", flat=True))
        if providers != sorted({self.lived.vouches[word].provider_id for word in self.readable}):
            yield f"visible_to gives the providers {providers}"
        trades = sorted(Trade.objects.visible_to(self.person).values_list("pk", flat=True))
        if trades != sorted({self.lived.vouches[word].trade_id for word in self.readable if not word.other}):
            yield f"visible_to gives the trades {trades}"

    def of_pages(self, everything: list[Suggestion]) -> Iterator[str]:
        size, beyond, after, paged = self.rng.choice([1, 2, 3]), self.rng.choice([None, 1, 2]), "", []
        while True:
            page, after = suggestions_for(self.person, after=after, size=size, beyond=beyond)
            paged += page
            if not after or len(paged) > len(everything):
                break
        if paged != [replace(each, words=on_a_card(each.words, beyond)) for each in everything]:
            yield f"pages of {size} give {[each.public_id for each in paged]}"
        for card, whole in zip(paged, everything, strict=False):
            if whole.words[0].distance < 2 and reach_of(card) != reach_of(whole):
                yield f"the card of {card.public_id} gives {reach_of(card)}, and its page {reach_of(whole)}"

    def of_trade_and_place(self) -> Iterator[str]:
        """The place chooses providers; all that is said of them in these trades still counts."""
        trades = self.rng.sample(range(TRADES), self.rng.choice([0, 1, 1, 2]))
        town = self.rng.choice(TOWNS)
        near = self.lived.scenery.towns.get(town)
        asked = [self.lived.scenery.trades[number] for number in trades]
        about = {word for word in self.readable if word.trade in trades and not word.other}
        # Drawn apart, so that the rest is as it is without them.
        drawn = Random(f"{self.viewer.name} {trades} {town and town.name} {len(about)}")
        km, by_friends = drawn.choice([5, 10, 30, 100]), drawn.random() < 0.5
        found, _ = suggestions_for(self.person, asked, near, size=ALL, km=km, by_friends=by_friends)
        expected = said_near(about, town, km)
        expected = self.world.by_friends(self.viewer, expected) if by_friends else expected
        told = f"{trades} within {km} km of {town and town.name}{', by friends' if by_friends else ''}"
        yield from self.of_list(told, found, expected)

    def of_text(self) -> Iterator[str]:
        text = self.rng.choice(["boiler", "NEW boiler", "provider 1", "tap zebra"])
        described = {word.provider for word in self.readable if matches(word, text)}
        found, _ = suggestions_for(self.person, among=providers_told_with(self.person, text), size=ALL)
        yield from self.of_list(f"{text!r}", found, {word for word in self.readable if word.provider in described})

    def of_shared(self, kind: str, rows: dict, expected: set, told: Callable) -> Iterator[str]:
        """Of what is shared though nobody asked: which may be read, and of all there are, which are told, by which
        name."""
        every = {"insight": Insight, "offer": Offer}[kind].objects
        public_ids = sorted(str(rows[each].public_id) for each in expected)
        if sorted(map(str, every.visible_to(self.person).values_list("public_id", flat=True))) != public_ids:
            yield f"visible_to gives other {kind}s than {[each.number for each in expected]}"
        if sorted(map(str, every.few_visible_to(self.person).values_list("public_id", flat=True))) != public_ids:
            yield f"few_visible_to gives other {kind}s than visible_to"
        shown = {each.public_id: each for each in told(self.person, every.all())}
        if sorted(map(str, shown)) != public_ids:
            yield f"told are other {kind}s than {[each.number for each in expected]}"
            return
        for each in expected:
            one, author = shown[rows[each].public_id], self.lived.people[each.author]
            legal = {(seen.shown_as, seen.chain) for seen in self.world.called(self.viewer, each.author)}
            if (one.name, tuple(link.name for link in one.chain)) not in legal:
                yield f"{kind} {each.number} is by {one.name}, not one of {legal}"
            beyond = self.world.distance(self.viewer, each) == 2 and each.author.named_beyond
            if one.author != (author.public_id if beyond else None):
                yield f"{kind} {each.number} leads to {one.author}"

    def of_one_author(self) -> Iterator[str]:
        author = self.rng.choice(self.world.people)
        found = shared_by(self.person, self.lived.people[author])
        yield from self.of_list(f"by {author.name}", found, {word for word in self.readable if word.author is author})

    def of_one_provider(self) -> Iterator[str]:
        number = self.rng.randrange(len(self.lived.providers))
        found = suggestion_of(self.person, self.lived.providers[number].public_id)
        expected = {word for word in self.readable if word.provider == number}
        yield from self.of_list(f"provider {number}", [found] if found else [], expected)

    def of_list(self, asked: str, found: list[Suggestion], expected: set[Word]) -> Iterator[str]:
        """A list of suggestions that ought to rest on just these words."""
        told: dict[int, list[Word]] = {}
        for word in expected:
            told.setdefault(word.provider, []).append(word)
        got = sorted(word.cost for each in found for word in each.words)
        if got != sorted(str(word.number) for word in expected):
            yield f"{asked}: the words {got}, not {[word.number for word in expected]}"
            return
        for each in found:
            yield from (f"{asked}: {said}" for said in self.of_suggestion(each, told))
        places = [self.place_in_order(each, told) for each in found]
        if places != sorted(places):
            yield f"{asked}: in the order {places}"

    def of_suggestion(self, each: Suggestion, told: dict[int, list[Word]]) -> Iterator[str]:
        number = self.providers[each.public_id]
        words = [self.words[word.cost] for word in each.words]
        nearness = [(self.readable[word], word.months) for word in words]
        if nearness != sorted(nearness) or each.more != len(words) - 1:
            yield f"provider {number} with {each.more} more words, in the order {nearness}"
        if {word.provider for word in words} != {number}:
            yield f"provider {number} with words about others"
        score = self.world.score(self.viewer, told[number])
        if (score is None) != (each.score is None) or (score and abs(score - each.score) > 2e-9):
            yield f"provider {number} has score {each.score}, not {score}"
        refused = [str(word.number) for word in self.world.refused(self.viewer, told[number])]
        if [word.cost for word in each.against] != refused:
            yield f"provider {number} is refused in {[word.cost for word in each.against]}, not {refused}"
        if each.warned_beyond is not self.world.warned(self.viewer, number):
            yield f"provider {number} is warned of from beyond: {each.warned_beyond}"
        for fact, said in (("phone", self.world.phone), ("email", self.world.email)):
            if (got := getattr(each, fact)) not in self.world.on_the_button(self.viewer, words, said):
                yield f"provider {number} has {fact} {got}"
        for shown, word in [
            *zip(each.words, words, strict=True),
            *((one, self.words[one.cost]) for one in each.against),
        ]:
            yield from (f"word {word.number} of provider {number} {said}" for said in self.of_word(shown, word))

    def of_word(self, shown: Shown, word: Word) -> Iterator[str]:
        seen = Seen(shown.shown_as, shown.through, tuple(link.name for link in shown.chain))
        if seen not in self.world.legal(self.viewer, word):
            yield f"is shown as {seen}"
        if self.shown.setdefault(word.author, seen) != seen:
            yield f"is shown as {seen}, then as {self.shown[word.author]}"
        linked = {link.name: link.person for link in shown.chain if link.person}
        friends = {friend.name: self.lived.people[friend].public_id for friend in self.world.circle(self.viewer)}
        if not linked.items() <= friends.items():
            yield f"leads to the pages {linked}"
        named = self.world.may_be_named(self.viewer, word.author)
        facts = {
            "public_id": self.lived.vouches[word].public_id if word.author is self.viewer else None,
            "distance": self.readable[word],
            "author_email": word.author.email if named else None,
            "phone": self.world.phone(self.viewer, word),
            "email": self.world.email(self.viewer, word),
            "hired_on": hired_on(word.months),
            "months": word.months,
            "outcome": word.outcome,
            "scope": word.scope,
            "job": word.job,
            "relation": word.relation,
        }
        yield from (f"has {name} {got}" for name, it in facts.items() if (got := getattr(shown, name)) != it)

    def place_in_order(self, each: Suggestion, told: dict[int, list[Word]]) -> tuple:
        """Part, score, friends' yes, the fresher, then the name; what only the viewer knows stands last."""
        return *self.world.place(self.viewer, told[self.providers[each.public_id]]), each.name.casefold()


def reach_of(shown: Suggestion) -> tuple:
    """What stands on its buttons, and beside them."""
    also = sorted((number.phone, number.says_who) for number in shown.also)
    return shown.name, shown.phone, shown.phone_of_another, shown.website, shown.email, shown.place, also


def on_a_card(words: list[Shown], beyond: int | None) -> list[Shown]:
    """Of all that is said of one provider, what is looked up for its card."""
    circle = [word for word in words if word.distance < 2]
    return words if beyond is None else circle or words[:beyond]


def said_near(words: set[Word], town, km: int) -> set[Word]:
    """Everything said of those who have worked so near the town; without a town, of all."""
    if town is None:
        return words
    close = {word.provider for word in words if word.place and kilometres(word.place.at, town.at) <= km}
    return {word for word in words if word.provider in close}


def matches(word: Word, text: str) -> bool:
    said = f"{word.name} {word.job} {word.other}".lower()
    return all(part in said for part in text.lower().split())
