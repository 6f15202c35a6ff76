"""Where a request comes from, when a proxy stands in between.

Setting FRONTCOUNTER_TRUSTED_PROXIES: networks ("10.0.0.0/8") whose X-Forwarded-For is believed;
"unix" believes a proxy that reaches us over a Unix socket.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
Address = IPv4Address | IPv6Address


@lru_cache(maxsize=32)
def _networks(trusted: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(ip_network(item.strip(), strict=False) for item in trusted if item != "unix")


def _parse(text: str) -> Address | None:
    text = text.strip().strip('"')
    if text.startswith("["):  # "[2001:db8::1]:443"
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # "192.0.2.1:443"
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def resolve(peer: str, forwarded: str, trusted: Iterable[str]) -> str:
    """Return the address nearest to us that no trusted proxy has; "unknown" when there is none.

    `peer` is the socket's other end ("" for a Unix socket), `forwarded` the header's value.
    """
    names = tuple(trusted)
    networks = _networks(names)

    def believed(address: Address) -> bool:
        return any(address in network for network in networks)  # type: ignore[operator]

    address = _parse(peer)
    if address is None and "unix" not in names:
        return UNKNOWN
    if address is not None and not believed(address):
        return str(address)
    for hop in reversed(forwarded.split(",")):
        parsed = _parse(hop)
        if parsed is None:
            break  # beyond something unreadable nothing can be believed
        address = parsed
        if not believed(parsed):
            break
    return str(address) if address is not None else UNKNOWN


def client_address(request: HttpRequest) -> str:
    """Return the person's address as far as our own proxies vouch for it."""
    meta = request.META
    return resolve(
        meta.get("REMOTE_ADDR", ""),
        meta.get("HTTP_X_FORWARDED_FOR", ""),
        getattr(settings, "FRONTCOUNTER_TRUSTED_PROXIES", ()),
    )


def counted_as(address: str) -> str:
    """How limits count an address: one person has a whole /64 of IPv6 addresses to choose from."""
    parsed = _parse(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, 64), strict=False).network_address)
    return address
