"""What an office may choose about the signed HTTP contract. Nothing is loaded for it."""

import base64
import re
from enum import StrEnum

LINK_LASTS_MINUTES = 60
LONGEST_LINK_MINUTES = 7 * 24 * 60
SECRET_BYTES = range(24, 65)
"""What Standard Webhooks asks for."""
EXAMPLE_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_SECRET = re.compile(r"whsec_([A-Za-z0-9+/]+={0,2})")


class Sharing(StrEnum):
    """How the backend gets a report's files: `ALONG` sends small ones with the report, and links for all."""

    LINK = "link"
    ALONG = "along"


def secrets_in(value: str) -> tuple[str, ...]:
    """The secrets of a setting, the one that signs links first. Raises `ValueError`."""
    secrets = tuple(value.replace(",", " ").split())
    if not secrets or not all(map(_is_secret, secrets)):
        first, last = SECRET_BYTES[0], SECRET_BYTES[-1]
        raise ValueError(f"must be whsec_ and {first} to {last} bytes in base64, or several such, with commas between")
    return secrets


def _is_secret(value: str) -> bool:
    found = _SECRET.fullmatch(value)
    try:
        return found is not None and len(base64.b64decode(found[1] + "==")) in SECRET_BYTES
    except ValueError:
        return False
