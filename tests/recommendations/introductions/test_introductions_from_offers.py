"""Ana asks Ben to introduce her to Cleo, of whom she has read what she would gladly lend."""

from datetime import timedelta

from django.utils import timezone

from recommendations.models import Offer, ReachedBy
from tests.recommendations.introductions.test_introduction_asks import WHY, page, text
from tests.worlds.builders import crowd_around, make_offer
from tests.worlds.looking import as_


def test_introduction_is_asked_for_from_an_offer(ana, ben, cleo, dan):
    crowd_around(ben)
    offer = make_offer(author=cleo, words="a damp meter", gladly="lend")
    new = page("offer_introduce", offer)
    assert all((new in text(each, page("offer", offer))) is (each == ana) for each in (ana, ben, cleo))
    assert [as_(each).get(new).status_code for each in (ana, ben, cleo, dan)] == [200, 404, 404, 404]

    as_(ana).post(new, WHY)

    asked = ana.introductions_asked.get()
    assert (asked.kind, asked.thing, asked.friend, asked.other) == (ReachedBy.OFFER, offer.public_id, ben, cleo)
    about = "“I would gladly lend a damp meter”"
    assert f"It is about something that Cleo Martin offers: {about}" in text(ben, page("introduction_ask", asked))
    assert f"that a friend of Ben Okafor offers: {about}" in text(ana, page("introduction_ask", asked))
    asked.pass_on("")
    assert f"It is about something that you offer: {about}" in text(cleo, page("introduction_wanted", asked))
    Offer.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert "It is about" not in text(ana, page("introduction_ask", asked))
    assert as_(ana).get(new).status_code == 404
