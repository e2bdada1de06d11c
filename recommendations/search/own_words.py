"""Which words say what is needed, and which say little: those stand in what is told of any work.

The rule: a word that says little finds something only beside a trade, or beside a word that says more. Alone, it finds
whom it names and what somebody called by it in their own words; but no trade by its everyday words, and nobody by what
was done or praised: “job” does not find the tiler whose job was a small one.
"""

from collections.abc import Iterable

from recommendations.search.matching import all_stand_in
from recommendations.search.trades import FILLERS

SAYS_LITTLE = FILLERS | frozenset(
    "about all any anybody big best buy cheap do does doing done firm fix fixed fixing go help helped helps here home "
    "hour house how it job jobs little local make makes making man mend mended mending mends my new nice odd old our "
    "people person quick repair repaired repairing repairs service services small some somebody something sort take "
    "thing things use very want what when where which with woman work worked worker working works your "
    "alle alles alt alte arbeit arbeiten etwas firma frau gut hause haus helfen hilfe ist klein kleine kleinen leute "
    "machen macht mann mit neu neue neuen reparatur reparaturen reparieren repariert sache sachen was "
    "aide aider avec bien chose choses entreprise faire femme homme maison neuf nouveau nouvelle petit petite petits "
    "quelque reparation reparations reparer travail travaux vieux "
    "algo arreglar arreglo ayuda ayudar casa cosa cosas empresa gente hacer hombre mujer nuevo nueva pequena pequeno "
    "persona reparacion reparaciones reparar servicio trabajo trabajos viejo".split()
)


def says_little(words: Iterable[str]) -> bool:
    """Of folded words: whether none of them tells one kind of work from another."""
    return SAYS_LITTLE.issuperset(words)


def telling_words(folded: str) -> set[str]:
    """Those that say what it is, in the singular; all of them, where none does."""
    words = folded.split()
    telling = {word for word in words if word not in SAYS_LITTLE} or set(words)
    return {word.removesuffix("s") for word in telling}


def resemble(one: str, other: str) -> bool:
    """Of two folded texts in somebody's own words: what the shorter one tells stands in the other."""
    few, many = sorted((telling_words(one), telling_words(other)), key=len)
    return bool(few) and all_stand_in(few, " ".join(sorted(many)))
