"""Whether what somebody typed stands in a text, and which word they meant if it stands in none."""

from collections.abc import Collection, Iterable

# So many letters are also looked for inside words: “installateur” in “Heizungsinstallateur”.
INSIDE = 4


def stands_in(word: str, text: str) -> bool:
    """Both folded: it begins a word there, or is long enough to be looked for inside one."""
    return word in text and (len(word) >= INSIDE or f" {word}" in f" {text}")


def all_stand_in(words: Iterable[str], text: str) -> bool:
    return all(stands_in(word, text) for word in words)


def meant_in(texts: Collection[str], word: str) -> str:
    """The likeliest of their words, if this one stands in none of them. Or ""."""
    if any(stands_in(word, text) for text in texts):
        return ""
    return likeliest(word, {each for text in texts for each in text.split()})


def slips_forgiven(word: str) -> int:
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2


def likeliest(word: str, vocabulary: Iterable[str]) -> str:
    """Of these the one that was most likely meant: by fewest slips, by its first letter, by the alphabet. Or ""."""
    letters, most = set(word), slips_forgiven(word)
    for slips in range(1, most + 1):
        near = [
            other
            for other in vocabulary
            # Each slip changes at most two of the letters that occur, which is quicker to see than what changed.
            if abs(len(other) - len(word)) <= slips
            and len(letters.symmetric_difference(other)) <= 2 * slips
            and differ_by_at_most(slips, word, other)
        ]
        if near:
            return min(near, key=lambda other: (other[0] != word[0], other))
    return ""


def differ_by_at_most(slips: int, one: str, other: str) -> bool:
    """A slip is a letter too few, too many or another one, or two that changed places."""
    if one == other:
        return True
    if slips == 0 or abs(len(one) - len(other)) > slips:
        return False
    same = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
    if same < 0:
        return True  # one begins with the other, and is not much longer
    one, other = one[same:], other[same:]
    fewer = slips - 1
    return (
        differ_by_at_most(fewer, one[1:], other[1:])
        or differ_by_at_most(fewer, one[1:], other)
        or differ_by_at_most(fewer, one, other[1:])
        or (one[:2] == other[1::-1] and differ_by_at_most(fewer, one[2:], other[2:]))
    )
