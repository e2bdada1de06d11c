"""What has happened in a life before it begins, so that what seldom comes about by chance is there to be looked at."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.worlds.oracle import Someone

if TYPE_CHECKING:
    from tests.lives.test_lives import Lives


def end_a_tie(lives: Lives, rng: Random) -> None:
    """Between two who have much between them: thanks that came by way of one of them, a link that was made for the
    other and never used, and an invitation by mail. At times the other comes with that link after all."""
    pair = two_and_thanks(lives, rng)
    if pair is None:
        return
    one, other = pair
    lives.make_invitation(one, other, right_name=True, mailed=True)
    lives.make_invitation(one, other, right_name=True)
    link = lives.life.invites[-1]
    if rng.random() < 0.25:
        lives.life.block(one, other)
        lives.living.block(one, other, by_page=False)
    else:
        lives.life.part(one, other)
        lives.living.part(one, other, by_page=False)
    if rng.random() < 0.75:
        lives.come(other, link)


def two_and_thanks(lives: Lives, rng: Random) -> tuple[Someone, Someone] | None:
    """Two friends: if there are any, one by way of whom thanks went, and who gave or who got them."""
    life = lives.life
    chains = [(giver, word, life.between(giver, word)) for giver in life.people for word in life.words]
    chains = [(giver, word, one) for giver, word, one in chains if one and life.may_thank(giver, word)]
    if chains:
        giver, word, one = rng.choice(chains)
        lives.say_thanks(giver, word)
        return one, rng.choice([giver, word.author])
    friends = [(one, other) for one in life.people for other in life.people if other in life.circle(one)]
    return rng.choice(friends) if friends else None
