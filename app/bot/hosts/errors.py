"""What can go wrong between the bot and a host of code, as something its owner can act on.

```
HostFailure            base: the host did not do what was asked
├── NoPermission       the token may not do it (401, 403, 404)
├── Patience           the host asks to wait longer than the bot does (429, or 403 with a limit used up)
└── Unreachable        no answer, or the host's own fault (5xx)
```
"""

from app.errors import Refusal


class HostFailure(Refusal):
    """The host did not do what was asked."""


class NoPermission(HostFailure):
    """The token may not do what was asked."""


class Patience(HostFailure):
    """The host asks to wait longer than the bot does."""


class Unreachable(HostFailure):
    """The host gave no answer, or failed itself; whether it did what was asked is not known."""
