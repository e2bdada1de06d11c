"""What Find says above and instead of suggestions: whole sentences, one for each case."""

# Where: near a place, so far around it, or anywhere. Of each sentence there are three.
IS_NEAR, IS_WITHIN, IS_ANYWHERE = range(3)
# By whether anything is searched for.
HEADINGS = {
    True: ("{subject} near {place}", "{subject} within {km} km of {place}", "{subject} anywhere"),
    False: (
        "From your circle, near {place}",
        "From your circle, within {km} km of {place}",
        "From your circle, anywhere",
    ),
}
OF_TRADE, OF_WORDS, OF_ALL = "trade", "words", "all"
# By what is searched for, and whether by friends alone.
NOBODY_YET = {
    (OF_TRADE, False): (
        "Nobody in your circle, or in theirs, has vouched for {whom} near {place} yet.",
        "Nobody in your circle, or in theirs, has vouched for {whom} within {km} km of {place} yet.",
        "Nobody in your circle, or in theirs, has vouched for {whom} yet.",
    ),
    (OF_TRADE, True): (
        "No friend of yours has vouched for {whom} near {place} yet.",
        "No friend of yours has vouched for {whom} within {km} km of {place} yet.",
        "No friend of yours has vouched for {whom} yet.",
    ),
    (OF_WORDS, False): (
        "No vouch that reaches you near {place} mentions {words}.",
        "No vouch that reaches you within {km} km of {place} mentions {words}.",
        "No vouch that reaches you mentions {words}.",
    ),
    (OF_WORDS, True): (
        "No vouch of a friend of yours near {place} mentions {words}.",
        "No vouch of a friend of yours within {km} km of {place} mentions {words}.",
        "No vouch of a friend of yours mentions {words}.",
    ),
    (OF_ALL, False): (
        "Nothing from your circle, or from theirs, has reached you near {place} yet.",
        "Nothing from your circle, or from theirs, has reached you within {km} km of {place} yet.",
        "Nothing from your circle, or from theirs, has reached you yet.",
    ),
    (OF_ALL, True): (
        "Nothing from your friends has reached you near {place} yet.",
        "Nothing from your friends has reached you within {km} km of {place} yet.",
        "Nothing from your friends has reached you yet.",
    ),
}
HOME_UNKNOWN = "Say on “You” where you live, to search near you. This is from anywhere."
PLACE_UNKNOWN = "We do not know a place called “{place}”, so this is from anywhere."
POSTCODE_UNKNOWN = "We do not know the postcode “{place}”, so this is from anywhere. Try the nearest town."
TRADE_UNKNOWN = "We do not know a trade called “{trade}”, so here is everything."
WORDS_UNKNOWN = "Showing “{showing}”: nothing that reaches you says “{typed}”."
PLACE_MENDED = "Showing near {place}: we know no place called “{typed}”."
NOT_MENTIONED = "Nobody mentions “{words}”, so here is every {trades}."
NOT_MENTIONED_BY_OTHERS = "Nobody else mentions “{words}”, so here is every {trades}."
# Where one word may be two things: what to look for instead.
AS_A_WORD = "Look for the word “{typed}” instead"
AS_A_PLACE = "Look near {place} instead"
