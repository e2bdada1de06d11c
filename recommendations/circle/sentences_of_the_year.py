"""What the page of one’s year says: whole sentences, and what there was of each kind."""

from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from recommendations.models import Shape

# Of each kind, what there was of it, in a table.
AN_ANSWER = pgettext_lazy("what was asked, given or of help", "an answer")
SOME_ANSWERS = pgettext_lazy("what was asked, given or of help", "answers")
AN_INSIGHT = pgettext_lazy("what was asked, given or of help", "an insight")
AN_INTRODUCTION = pgettext_lazy("what was asked, given or of help", "an introduction")
ONE_OFFER = pgettext_lazy("what was asked, given or of help", "an offer")
A_QUESTION = pgettext_lazy("what was asked, given or of help", "a question passed on")
A_SHORT_WORD = pgettext_lazy("what was asked, given or of help", "a short word")
A_WORD = pgettext_lazy("what was asked, given or of help", "a word")
THEIR_THANKS = pgettext_lazy("what was asked, given or of help", "thanks")
YOUR_WORD = pgettext_lazy("what was asked, given or of help", "your word")
VOUCHED_FOR = gettext_lazy("You vouched for {names}.")
WORD_STILL_HOLDS = gettext_lazy("You said that your word still holds about {names}.")
WROTE_ABOUT_IT = gettext_lazy("You wrote to {name} about what they had learned.")
WROTE_TO_YOU = gettext_lazy("{name} wrote to you about what you had learned.")
WROTE_AND_YOU_ANSWERED = gettext_lazy("{name} wrote to you about what you had learned, and you answered.")
WROTE_TO_TAKE_UP = gettext_lazy("You wrote to {name} to take up what they offer.")
WAS_ANSWERED = gettext_lazy("You wrote to {name} to take up what they offer, and they answered.")
TOOK_UP = gettext_lazy("You took up what {name} offered, and said thanks.")
WAS_WRITTEN_TO = gettext_lazy("{name} wrote to you to take up what you offer.")
ANSWERED_ONE = gettext_lazy("{name} wrote to you to take up what you offer, and you answered.")
WAS_TAKEN_UP = gettext_lazy("{name} took up what you offered, and said thanks.")
ASKED_A_FRIEND = gettext_lazy("You asked {friend} to introduce you to somebody.")
MET_ONE = gettext_lazy("You asked {friend} to introduce you, and now you and {other} are in each other’s circle.")
MET_UNASKED = gettext_lazy(
    "You had not asked, and it led to somebody: {friend} introduced you, and now you and {other} are in each other’s "
    "circle."
)
PASSED_IT_ON = gettext_lazy("{asker} asked you to introduce them to {other}, and you passed it on.")
WAS_MET = gettext_lazy(
    "{asker} asked {friend} for an introduction to you, and now the two of you are in each other’s circle."
)
# Translators: these stand before “, and you answered.” and the like, in the same sentence.
YOU_ASKED_FOR = {
    Shape.SOMEBODY: gettext_lazy("You asked for {need}"),
    Shape.MATTER: gettext_lazy("You asked about {need}"),
    Shape.QUESTION: gettext_lazy("You asked {need}"),
}
ASKED_FOR = {
    Shape.SOMEBODY: gettext_lazy("{name} asked for {need}"),
    Shape.MATTER: gettext_lazy("{name} asked about {need}"),
    Shape.QUESTION: gettext_lazy("{name} asked {need}"),
}
YOU_ANSWERED = gettext_lazy("{asked}, and you answered.")
YOUR_MAIL_ANSWERED = gettext_lazy("{asked}, and your mail answered.")
YOU_PUT_IT = gettext_lazy("{asked}, and you put it to your circle.")
YOU_PASSED_IT_ON = gettext_lazy("{asked}, and you passed it on to {friend}.")
YOUR_ANSWER_HELPED = gettext_lazy("{asked}, and your answer helped.")
HELPED_THROUGH_YOU = gettext_lazy("{asked}, and an answer that came through you helped.")
# What followed: answers by one or by several, somebody hired, or both.
THEY_ANSWERED = ngettext_lazy("{asked}; {names} answered.", "{asked}; {names} answered.", "many")
YOU_HIRED = gettext_lazy("{asked}; you hired {hired}.")
THEY_ANSWERED_AND_YOU_HIRED = ngettext_lazy(
    "{asked}; {names} answered, and you hired {hired}.", "{asked}; {names} answered, and you hired {hired}.", "many"
)
