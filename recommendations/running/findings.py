from typing import NamedTuple


class Finding(NamedTuple):
    """What is wrong with an installation, in a whole sentence or two, with what to do; or only worth knowing."""

    words: str
    is_warning: bool = False


def worth_knowing(words: str) -> Finding:
    return Finding(words, is_warning=True)
