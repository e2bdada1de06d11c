"""What people do with what they would gladly lend, as acts of the lives."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from recommendations.models import Offer
from tests.worlds.drawn import values_of
from tests.worlds.oracle import Offered, Someone
from tests.worlds.random_worlds import scope_of_offer


def somebody_awake_offers(lives) -> bool:
    return any(each.author.active for each in lives.life.offers)


class ActsOfOffers:
    @rule(data=st.data(), seed=st.integers(0, 2**16), by_page=st.booleans())
    def offer_something(self, data, seed, by_page) -> None:
        self.offer(self.one(data), scope_of_offer(str(seed)), by_page)

    def offer(self, author: Someone, scope: int, by_page: bool = False) -> None:
        self.life.offers.append(Offered(self.number(), author, scope))
        self.living.offer_something(self.life.offers[-1], by_page)

    def an_offer(self, data) -> Offered:
        return data.draw(st.sampled_from([each for each in self.life.offers if each.author.active]))

    @precondition(somebody_awake_offers)
    @rule(data=st.data(), scope=st.sampled_from(values_of(Offer, "scope")), by_page=st.booleans())
    def change_who_may_take_it_up(self, data, scope, by_page) -> None:
        offered = self.an_offer(data)
        offered.scope = scope
        self.living.change_offer(offered, by_page)

    @precondition(somebody_awake_offers)
    @rule(data=st.data(), by_page=st.booleans())
    def let_an_offer_end_or_renew_it(self, data, by_page) -> None:
        offered = self.an_offer(data)
        offered.over = not offered.over
        self.living.let_end(offered) if offered.over else self.living.renew(offered, by_page)

    @precondition(lambda self: somebody_awake_offers(self) and self.seldom())
    @rule(data=st.data(), by_page=st.booleans())
    def withdraw_an_offer(self, data, by_page) -> None:
        offered = self.an_offer(data)
        self.life.offers.remove(offered)
        self.life.end_spoken(*(each for each in self.life.short_words if each.insight is offered))
        self.living.withdraw_offer(offered, by_page)
