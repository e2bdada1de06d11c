"""The short words of a life as rows, by the application's own verbs or through its pages."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from people.models import Notice, Person
from recommendations.forms.keys import id_of_sent
from recommendations.introductions.things import from_beyond
from recommendations.models import ReachedBy, ShortWord
from recommendations.short_words.told import told_words
from tests.worlds.living import Living
from tests.worlds.oracle import Learned, Offered, Someone
from tests.worlds.oracle_of_short_words import Spoken


class LivingOfWords(Living):
    """Every verb says whether it was theirs to do."""

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.spoken: dict[Spoken, ShortWord] = {}

    def speak(self, one: Someone, insight: Learned, number: int, by_page: bool) -> bool:
        rows, page = (self.offers, "offer_take") if isinstance(insight, Offered) else (self.insights, "insight_word")
        key, row = UUID(int=number), rows[insight]
        sent = id_of_sent(key, self.people[one])
        row.refresh_from_db()
        if by_page:
            done = self.post(one, page, row.public_id, words="It helped", key=key) == 302
        else:
            done = ShortWord.put(sent, self.people[one], row, "It helped") is not None
        for each in self.world.short_words:
            if each not in self.spoken:
                self.spoken[each] = ShortWord.objects.get(public_id=sent)
        return done

    def answer_spoken(self, spoken: Spoken, words: str) -> bool:
        return ShortWord.objects.get(pk=self.spoken[spoken].pk).reply(words)

    def thank_spoken(self, spoken: Spoken, words: str) -> bool:
        return ShortWord.objects.get(pk=self.spoken[spoken].pk).thank(words)

    def take_spoken(self, spoken: Spoken, by_page: bool) -> None:
        word = ShortWord.objects.get(pk=self.spoken[spoken].pk)
        if by_page:
            said = {"words": f"Ins{spoken.insight.number}", "scope": spoken.insight.scope, "change": "grown"}
            page = f"/insights/{word.insight.public_id}/edit/?word={word.public_id}"
            assert self.eyes[spoken.insight.author].post(page, said | {"thank": "on"}).status_code == 302
        else:
            with transaction.atomic():
                Person.objects.lock(word.person, word.author)
                word.take()


class LookAtWords:
    """What the database answers one viewer, held against the oracle."""

    def __init__(self, living: LivingOfWords, viewer: Someone) -> None:
        self.living, self.life, self.viewer = living, living.world, viewer
        self.person = living.people[viewer]

    def differences(self) -> Iterator[str]:
        for found, expected in (
            (ShortWord.objects.sent_by(self.person), self.life.spoken_by(self.viewer)),
            (ShortWord.objects.received_by(self.person), self.life.spoken_to(self.viewer)),
        ):
            pks = sorted(found.values_list("pk", flat=True))
            if pks != sorted(self.living.spoken[each].pk for each in expected):
                yield f"the words {pks}, not {expected}"
        yield from self.of_names()
        yield from self.of_introducers()
        notices = sorted(notice.message for notice in Notice.objects.visible_to(self.person))
        if notices != self.life.notices(self.viewer):
            yield f"the notices {notices}, not {self.life.notices(self.viewer)}"

    def of_introducers(self) -> Iterator[str]:
        for spoken, row in self.living.spoken.items():
            found = from_beyond(self.person, ReachedBy.WORD, pk=row.pk)
            expected = self.life.introducer_to_whoever_wrote(self.viewer, spoken)
            if (found and found.friend) != (self.living.people[expected] if expected else None):
                yield f"to be asked about {spoken} is {found}, not {expected}"

    def of_names(self) -> Iterator[str]:
        """Of what one wrote, the author by the name rule; of what one received, who signed it."""
        by_row = {row.pk: each for each, row in self.living.spoken.items()}
        for told in told_words(self.person, ShortWord.objects.visible_to(self.person).with_all()):
            spoken = by_row[told.word.pk]
            expected = {seen.shown_as for seen in self.life.called(self.viewer, spoken.insight.author)}
            expected = {spoken.insight.author.name} if spoken.signed else expected
            if told.other.shown_as not in (expected if told.mine else {spoken.by.name}):
                yield f"word {spoken.number} is by {told.other.shown_as}, not {expected}"
