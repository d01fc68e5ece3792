"""Lines become text: the gettext catalogues, with dates, categories and agencies in the reader's language."""

from collections.abc import Mapping
from gettext import NullTranslations

from conversations.messages import Line, Outgoing, Rendered
from conversations.profile import Profile

LANGUAGES = ("id", "en")


class Catalogue:
    """Texts of one office. `bot.locale` reads the translations."""

    def __init__(self, translations: Mapping[str, NullTranslations], profile: Profile) -> None:
        self._translations = translations
        self._profile = profile

    def text(self, line: Line, language: str) -> str:
        raise NotImplementedError

    def render(self, outgoing: Outgoing, language: str) -> Rendered:
        """The message in `language`, plain text, its lines under each other."""
        raise NotImplementedError
