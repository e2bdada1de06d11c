"""What Find says above and instead of suggestions: whole sentences, one for each case."""

NEAR, WITHIN, ANYWHERE = "near", "within", "anywhere"
# By whether anything is searched for, and by where.
HEADINGS = {
    (True, NEAR): "{subject} near {place}",
    (True, WITHIN): "{subject} within {km} km of {place}",
    (True, ANYWHERE): "{subject} anywhere",
    (False, NEAR): "From your circle, near {place}",
    (False, WITHIN): "From your circle, within {km} km of {place}",
    (False, ANYWHERE): "From your circle, anywhere",
}
TRADE, WORDS, ALL = "trade", "words", "all"
# By what is searched for, whether by friends alone, and where.
NOBODY = {
    (TRADE, False, NEAR): "Nobody in your circle, or in theirs, has vouched for {whom} near {place} yet.",
    (TRADE, False, WITHIN): "Nobody in your circle, or in theirs, has vouched for {whom} within {km} km of {place} yet.",
    (TRADE, False, ANYWHERE): "Nobody in your circle, or in theirs, has vouched for {whom} yet.",
    (TRADE, True, NEAR): "No friend of yours has vouched for {whom} near {place} yet.",
    (TRADE, True, WITHIN): "No friend of yours has vouched for {whom} within {km} km of {place} yet.",
    (TRADE, True, ANYWHERE): "No friend of yours has vouched for {whom} yet.",
    (WORDS, False, NEAR): "No vouch that reaches you near {place} mentions {words}.",
    (WORDS, False, WITHIN): "No vouch that reaches you within {km} km of {place} mentions {words}.",
    (WORDS, False, ANYWHERE): "No vouch that reaches you mentions {words}.",
    (WORDS, True, NEAR): "No vouch of a friend of yours near {place} mentions {words}.",
    (WORDS, True, WITHIN): "No vouch of a friend of yours within {km} km of {place} mentions {words}.",
    (WORDS, True, ANYWHERE): "No vouch of a friend of yours mentions {words}.",
    (ALL, False, NEAR): "Nothing from your circle, or from theirs, has reached you near {place} yet.",
    (ALL, False, WITHIN): "Nothing from your circle, or from theirs, has reached you within {km} km of {place} yet.",
    (ALL, False, ANYWHERE): "Nothing from your circle, or from theirs, has reached you yet.",
    (ALL, True, NEAR): "Nothing from your friends has reached you near {place} yet.",
    (ALL, True, WITHIN): "Nothing from your friends has reached you within {km} km of {place} yet.",
    (ALL, True, ANYWHERE): "Nothing from your friends has reached you yet.",
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
