"""Of whom an author hears: the rule of sight, read from the author's side."""

import pytest

from people.models import Person, Tie
from recommendations.models import InsightScope, ShortWord
from tests.worlds.builders import befriend, make_insight, make_short_word


@pytest.mark.parametrize(
    ("scope", "friend", "beyond"),
    [(InsightScope.ME, False, False), (InsightScope.CIRCLE, True, False), (InsightScope.BEYOND, True, True)],
)
def test_author_hears_of_readers_as_far_as_it_is_shared_now(ana, ben, cleo, scope, friend, beyond):
    """Only as long as a way leads from the one to the other, over a friend who relays."""
    insight = make_insight(author=ana)
    for reader in (ben, cleo):
        make_short_word(person=reader, insight=insight)
    insight.__class__.objects.update(scope=scope)

    def heard() -> set[Person]:
        return {word.person for word in ShortWord.objects.received_by(ana)}

    assert heard() == {each for each, hears in ((ben, friend), (cleo, beyond)) if hears}
    Person.objects.filter(pk=ben.pk).update(relays=False)
    assert heard() == ({ben} if friend else set())
    Person.objects.filter(pk=ben.pk).update(relays=True)
    Tie.objects.between(ben, cleo).delete()
    assert heard() == ({ben} if friend else set())
    befriend(ben, cleo)
    ben.set_active(False, rests=True)
    assert heard() == set()
