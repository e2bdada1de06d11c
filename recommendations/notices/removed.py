"""What the notices of removed things say: on the page, as the subject of a mail, and in that mail."""

from django.utils.translation import gettext_lazy as _

from people.notices import Kind
from recommendations.models import REMOVED

REMOVED_THINGS = {
    REMOVED: Kind(
        _("A vouch of yours was removed, after a complaint about it."),
        _("A vouch of yours was removed"),
        _("A vouch of yours was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "insight_removed": Kind(
        _("An insight of yours was removed, after a complaint about it."),
        _("An insight of yours was removed"),
        _("An insight of yours was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "offer_removed": Kind(
        _("An offer of yours was removed, after a complaint about it."),
        _("An offer of yours was removed"),
        _("An offer of yours was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "ask_removed": Kind(
        _("A question of yours was removed, after a complaint about it."),
        _("A question of yours was removed"),
        _("A question of yours was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "answer_removed": Kind(
        _("An answer of yours was removed, after a complaint about it."),
        _("An answer of yours was removed"),
        _("An answer of yours was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "heard_removed": Kind(
        _("A reply of yours to an answer was removed, after a complaint about it."),
        _("A reply of yours to an answer was removed"),
        _("A reply of yours to an answer was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "helped_removed": Kind(
        _("Words of thanks that you wrote for an answer were removed, after a complaint about them."),
        _("Words of thanks that you wrote for an answer were removed"),
        _(
            "Words of thanks that you wrote for an answer were removed by whoever runs this Whom, after a complaint "
            "about them."
        ),
    ),
    "wish_removed": Kind(
        _("A wish to be introduced of yours was removed, after a complaint about it."),
        _("A wish to be introduced of yours was removed"),
        _("A wish to be introduced of yours was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "added_removed": Kind(
        _("Your word with a wish that you passed on was removed, after a complaint about it."),
        _("Your word with a wish was removed"),
        _(
            "Your word with a wish that you passed on was removed by whoever runs this Whom, after a complaint about "
            "it."
        ),
    ),
    "photo_removed": Kind(
        _("A photo of yours was removed, after a complaint about it."),
        _("A photo of yours was removed"),
        _("A photo of yours was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "word_removed": Kind(
        _("A short word of yours was removed, after a complaint about it."),
        _("A short word of yours was removed"),
        _("A short word of yours was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "reply_removed": Kind(
        _("An answer to a short word of yours was removed, after a complaint about it."),
        _("An answer to a short word of yours was removed"),
        _("An answer to a short word of yours was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "question_removed": Kind(
        _("A short question of yours was removed, after a complaint about it."),
        _("A short question of yours was removed"),
        _("A short question of yours was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "replied_removed": Kind(
        _("A reply of yours to a short question was removed, after a complaint about it."),
        _("A reply of yours to a short question was removed"),
        _("A reply of yours to a short question was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "passing_removed": Kind(
        _("Your word with a question that you passed on was removed, after a complaint about it."),
        _("Your word with a question was removed"),
        _(
            "Your word with a question that you passed on was removed by whoever runs this Whom, after a complaint "
            "about it."
        ),
    ),
    "intro_removed": Kind(
        _("Your word with an introduction was removed, after a complaint about it."),
        _("Your word with an introduction was removed"),
        _("Your word with an introduction was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "link_removed": Kind(
        _("An answer of yours by a link was removed, after a complaint about it."),
        _("An answer of yours by a link was removed"),
        _("An answer of yours by a link was removed by whoever runs this Whom, after a complaint about it."),
    ),
    "thanks_removed": Kind(
        _("Words of thanks that you wrote were removed, after a complaint about them."),
        _("Words of thanks that you wrote were removed"),
        _("Words of thanks that you wrote were removed by whoever runs this Whom, after a complaint about them."),
    ),
}
