"""What is usual to somebody is so in words of their own too."""

import pytest

from recommendations.models import Kept, Surprise
from recommendations.unasked.choosing import choose_surprises
from tests.recommendations.unasked.test_choosing import make_insight, offered_to
from tests.worlds.builders import make_ask, make_entry, make_vouch

MENDS = {"trade": None, "other": "Mends accordions"}


@pytest.mark.parametrize("way", ["vouched", "asked", "listed", "kept"])
def test_it_is_of_nothing_else_in_ones_own_words(ana, ben, cleo, way):
    """Not in the very words, however they are written."""
    make_vouch(author=cleo, trade=None, other="mends  ACCORDIONS")
    drums = make_vouch(author=cleo, trade=None, other="Mends drums", name="Other")
    {
        "vouched": lambda: make_vouch(author=ana, **MENDS),
        "asked": lambda: make_ask(person=ana, **MENDS),
        "listed": lambda: make_entry(person=ana, **MENDS),
        "kept": lambda: Kept.objects.create(person=ana, insight=make_insight(ben, **MENDS)),
    }[way]()
    choose_surprises()

    assert offered_to(ana) == "Other"
    Surprise.objects.all().delete()
    drums.withdraw()
    choose_surprises()
    assert not ana.surprises.filter(vouch__isnull=False).exists()
