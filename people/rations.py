"""How many mails a day go to an address that somebody typed in, who need not be its owner; counted in the shared cache,
by the rates of RATIONS. Past the ration of an address nothing is sent and nothing is said, so that nobody learns what
others have sent there."""

from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage, parse_rates
from django.conf import settings
from django.http import HttpRequest

from people.devices import device_known_for
from people.door import NotCarriedError

# Of what is counted by: the name in RATIONS, whom or what it is of, and in which browser, if that matters.
Ration = tuple[str, str, str]


class PastRationError(NotCarriedError):
    def __init__(self, name: str) -> None:
        super().__init__(its_own=True)
        self.name = name


def use_up(rations: list[Ration]) -> RateLimitUsage:
    """One of each, or of none. Raises PastRationError."""
    used = RateLimitUsage(usage=[])
    for ration in rations:
        counted = count(*ration)
        if counted is None:
            used.rollback()
            raise PastRationError(ration[0])
        used.usage += counted.usage
    return used


def count(name: str, of: str, where: str = "") -> RateLimitUsage | None:
    """One more; None past the ration. Two at once wait for each other, and whoever waits too long is past it."""
    # By the hash of `of`, by which it is forgotten when its owner leaves.
    return ratelimit.consume(HttpRequest(), app=f"people:{where}", action=name, config=settings.RATIONS, key=of)


def ration_asked_for(request: HttpRequest, way_in: bool, address: str) -> RateLimitUsage:
    """Of a mail that is asked for on a page. Who is known has a ration of their own, which no stranger can use up.

    A mail that holds a way in, which works in any browser, has another than the rest, and by the address itself: so
    whoever uses it up has sent as many ways in to the owner. Raises PastRationError.
    """
    if device := device_known_for(request, address):
        return use_up([("known", address.lower(), device)])
    of = ("links", address.lower(), "") if way_in else ("codes", mailbox_of(address), "")
    return use_up([("network", network_of(request), ""), of])


def ration_later(address: str) -> RateLimitUsage:
    """Of a mail that waits for its turn: past its ration it waits on. Not that of the codes: neither holds up the
    other. Raises PastRationError."""
    return use_up([("later", mailbox_of(address), "")])


def mailbox_of(address: str) -> str:
    """One for all addresses that many providers deliver to one mailbox, with something after a plus sign, or dotted."""
    name, _, domain = address.lower().rpartition("@")
    return f"{name.split('+')[0].replace('.', '')}@{domain}"


def network_of(request: HttpRequest) -> str:
    """What one customer may have at their disposal, so that going through it address by address leads nowhere."""
    address = get_adapter().get_client_ip(request)
    prefix = 48 if ip_address(address).version == 6 else 24
    return str(ip_network(f"{address}/{prefix}", strict=False))


def without_mapping(address: str) -> str:
    """An IPv4 address as such also where the server listens to both kinds: `::ffff:192.0.2.1` is 192.0.2.1."""
    parsed = ip_address(address)
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return str(mapped or parsed)


def a_day(name: str) -> int:
    return parse_rates(settings.RATIONS[name])[0].amount
