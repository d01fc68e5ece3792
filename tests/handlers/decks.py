"""What comes by chance, and yet each before one comes again: so that a short walk meets all of it."""

import random


class Decks:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._decks: dict[str, list[int]] = {}

    def next_of(self, kind: str, number: int) -> int:
        """Each of so many comes once, in any order, before one comes again."""
        if not self._decks.get(kind):
            self._decks[kind] = self._chance.sample(range(number), number)
        return self._decks[kind].pop()
