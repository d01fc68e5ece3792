"""Reads the gettext catalogues: every `.po` file of a language makes one set of translations."""

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from conversations.catalogue import LANGUAGES, Catalogue
from conversations.profile import Profile

LOCALE = Path(__file__).parent.parent / "conversations" / "locale"


def load_catalogue(profile: Profile, public_url: str = "") -> Catalogue:
    """The texts of all languages, for one office whose pages people reach at `public_url`."""
    return Catalogue({language: _translations(language) for language in LANGUAGES}, profile, public_url)


def _translations(language: str) -> GNUTranslations:
    merged = Catalog(locale=language)
    for file in sorted((LOCALE / language / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as source:
            for message in read_po(source, locale=language):
                if message.id:
                    merged.add(message.id, message.string)
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)
