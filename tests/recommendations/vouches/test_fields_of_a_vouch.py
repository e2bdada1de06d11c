"""Each field of a vouch stands in the form, in what is looked up, in what is shown, in export and import, or on a list
of those that do not. A new one fails until it does."""

import pytest

from recommendations.forms import VouchForm
from recommendations.leaving.export_of_vouches import FIELDS_OF_VOUCHES
from recommendations.models import Vouch
from recommendations.network_import.vouches import VOUCH_COLUMNS
from recommendations.providers.facts import Fact
from recommendations.providers.word import Word

FIELDS = {field.name for field in Vouch._meta.concrete_fields}
BY_WHOM = {"id", "public_id", "author", "provider"}
# Since when it counts as a warning follows from what was said, and is no business of a reader's.
WHEN = {"written_at", "renewed_at", "warns_from"}
# Where a trade stands, something else does.
IN_TRADE = {"other", "other_folded"}
# Made of what else is said, for Find.
WHEN |= {"words_folded"}

# By place, the names that stand there, and the fields that do not.
STANDS_IN = {
    "form": (set(VouchForm.base_fields), BY_WHOM | WHEN | IN_TRADE),
    # The row of a vouch is called `vouch` there.
    "fact": ({"id" if name == "vouch" else name for name in Fact._fields}, (WHEN | IN_TRADE) - {"warns_from"}),
    # A page never tells the row, nor to the minute when something was said. That a number may be passed on, it shows.
    "word": (set(Word.__dataclass_fields__), {"id", "provider", "pass_on"} | WHEN | IN_TRADE),
    "export": (set(FIELDS_OF_VOUCHES["recommendations.Vouch"]), set()),
    # Columns that a community's spreadsheet has no use for; the provider's name has a column of its own name.
    "import": (
        {"name" if name == "provider" else name for name in VOUCH_COLUMNS},
        {"id", "public_id", "provider", "email", "caveat", "cost"} | WHEN | IN_TRADE,
    ),
}


@pytest.mark.parametrize("place", STANDS_IN)
def test_fields_of_a_vouch_stand_everywhere_or_on_the_list(place):
    names, left_out = STANDS_IN[place]

    assert FIELDS - names == left_out
