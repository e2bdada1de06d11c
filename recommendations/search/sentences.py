"""What Find says above and instead of suggestions: whole sentences, one for each case."""

from django.utils.translation import gettext_lazy as _

# Where: near a place, so far around it, or anywhere. Of each sentence there are three.
IS_NEAR, IS_WITHIN, IS_ANYWHERE = range(3)
# By whether anything is searched for.
HEADINGS = {
    True: (_("{subject} near {place}"), _("{subject} within {km} km of {place}"), _("{subject} anywhere")),
    False: (
        _("From your circle, near {place}"),
        _("From your circle, within {km} km of {place}"),
        _("From your circle, anywhere"),
    ),
}
OF_TRADE, OF_WORDS, OF_ALL = "trade", "words", "all"
# By what is searched for, and whether by friends alone.
NOBODY_YET = {
    (OF_TRADE, False): (
        _("Nobody in your circle, or in theirs, has vouched for {whom} near {place} yet."),
        _("Nobody in your circle, or in theirs, has vouched for {whom} within {km} km of {place} yet."),
        _("Nobody in your circle, or in theirs, has vouched for {whom} yet."),
    ),
    (OF_TRADE, True): (
        _("No friend of yours has vouched for {whom} near {place} yet."),
        _("No friend of yours has vouched for {whom} within {km} km of {place} yet."),
        _("No friend of yours has vouched for {whom} yet."),
    ),
    (OF_WORDS, False): (
        _("No vouch that reaches you near {place} mentions {words}."),
        _("No vouch that reaches you within {km} km of {place} mentions {words}."),
        _("No vouch that reaches you mentions {words}."),
    ),
    (OF_WORDS, True): (
        _("No vouch of a friend of yours near {place} mentions {words}."),
        _("No vouch of a friend of yours within {km} km of {place} mentions {words}."),
        _("No vouch of a friend of yours mentions {words}."),
    ),
    (OF_ALL, False): (
        _("Nothing from your circle, or from theirs, has reached you near {place} yet."),
        _("Nothing from your circle, or from theirs, has reached you within {km} km of {place} yet."),
        _("Nothing from your circle, or from theirs, has reached you yet."),
    ),
    (OF_ALL, True): (
        _("Nothing from your friends has reached you near {place} yet."),
        _("Nothing from your friends has reached you within {km} km of {place} yet."),
        _("Nothing from your friends has reached you yet."),
    ),
}
HOME_UNKNOWN = _("Say on “You” where you live, to search near you. This is from anywhere.")
PLACE_UNKNOWN = _("We do not know a place called “{place}”, so this is from anywhere.")
POSTCODE_UNKNOWN = _("We do not know the postcode “{place}”, so this is from anywhere. Try the nearest town.")
TRADE_UNKNOWN = _("We do not know a trade called “{trade}”, so here is everything.")
WORDS_UNKNOWN = _("Showing “{showing}”: nothing that reaches you says “{typed}”.")
PLACE_MENDED = _("Showing near {place}: we know no place called “{typed}”.")
NOT_MENTIONED = _("Nobody mentions “{words}”, so here is every {trades}.")
NOT_MENTIONED_BY_OTHERS = _("Nobody else mentions “{words}”, so here is every {trades}.")
# Where one word may be two things: what to look for instead.
AS_A_WORD = _("Look for the word “{typed}” instead")
AS_A_PLACE = _("Look near {place} instead")
