"""Where webhooks may go: out into the world, never back into the house.

The name is resolved once, every address it has is looked at, and the connection goes to the address that was
looked at: a name that answers otherwise the second time leads nowhere.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.errors import Refusal

LONGEST_URL = 2_000
PORTS = {"http": 80, "https": 443}
CURE = "Give an http or https address that everybody can reach."

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Place:
    """Where to connect to for a URL: the address that was looked at, and the name to greet it with."""

    address: str
    host: str
    port: int
    scheme: str
    target: str

    @property
    def url(self) -> str:
        """The URL with the address in place of the name."""
        return f"{self.scheme}://{_bracketed(self.address)}:{self.port}{self.target}"

    @property
    def host_header(self) -> str:
        usual = PORTS[self.scheme] == self.port
        return _bracketed(self.host) if usual else f"{_bracketed(self.host)}:{self.port}"


def checked_url(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of a URL that a webhook may have. Raises Refusal."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refusal("The address of the webhook is no URL.", CURE) from None
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise Refusal("The address of the webhook is too long, or has characters no URL has.", CURE)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refusal("The address of the webhook is neither http nor https.", CURE)
    if parts.username is not None or parts.password is not None:
        raise Refusal("The address of the webhook has a user in it.", "Check the signature instead.")
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme]


def place_of(url: str, *, private: bool) -> Place:
    """Where the URL leads now. Raises Refusal where that is not `private` and yet not the open internet."""
    scheme, host, port = checked_url(url)
    found = _resolved(host, port)
    if not private and not all(is_public(address) for address in found):
        raise Refusal(
            f"{host} is an address of this machine or of a private network.",
            "An operator may allow that: DIAGRAM_LENS_WEBHOOKS_TO_PRIVATE.",
        )
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(str(found[0]), host, port, scheme, target)


def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refusal(f"{host} has no address.", CURE) from None
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
OPEN = tuple(map(ipaddress.ip_network, ("0.0.0.0/0", "2000::/3", "::ffff:0:0/96", str(TRANSLATED))))
"""Where addresses of the open internet lie: of IPv6 the one part that is given out (RFC 4291), and mapped IPv4."""
HOUSES = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
"""What looks public and is answered by the network nearby, some clouds' own services among it."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, whatever notation it hides another in."""
    inner = _inner(address)
    if inner is not None and not is_public(inner):
        return False
    lies_open = any(address in part for part in OPEN) and not any(address in house for house in HOUSES)
    return lies_open and address.is_global and not address.is_multicast


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to: mapped, 6to4, Teredo, or translated (RFC 6052)."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
