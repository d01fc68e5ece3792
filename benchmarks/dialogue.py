"""One whole dialogue, from a person's story to the receipt: eight messages, told about another place by each person."""

from dataclasses import dataclass
from datetime import UTC, datetime

from conversations.messages import Chat, Choice, Incoming, Received, Rendered, Text

CHANNEL = "bench"

STORIES = (
    "Lampu jalan depan SMPN {} mati sejak senin, kalau malam gelap sekali",
    "Jalan di RT {} berlubang besar dan sudah ada motor yang jatuh",
    "Sampah di pasar blok {} tidak diangkut sudah dua minggu, baunya sampai ke sekolah",
    "Air PDAM di gang {} mati terus setiap sore, kami terpaksa beli air tangki",
    "Parit di depan rumah nomor {} tersumbat, tiap hujan airnya masuk ke dapur",
    "Pelayanan KTP di loket {} lama sekali, sudah tiga kali datang disuruh pulang",
)
DAYS = ("senin", "kemarin", "3 hari yang lalu", "tadi pagi", "minggu lalu", "selasa")
PLACES = (
    "Teluk Lingga, seberang gerbang sekolah, RT {}",
    "Sangatta Utara, dekat masjid, gang {}",
    "Swarga Bara, samping kantor desa, nomor {}",
    "Bengalon, depan puskesmas, RT {}",
)


@dataclass(frozen=True, slots=True)
class Press:
    """The first option of the latest message whose data begins so."""

    data: str


def acts(number: int) -> tuple[str | Press, ...]:
    """What the person with this number writes and presses."""
    return (
        STORIES[number % len(STORIES)].format(number % 97 + 1),
        Press("agree"),
        Press("category:"),
        DAYS[number % len(DAYS)],
        PLACES[number % len(PLACES)].format(number % 89 + 1),
        Press("skip"),
        Press("visibility:anonymous"),
        Press("send"),
    )


LENGTH = len(acts(0))


class Person:
    """Somebody telling a report, who reads each answer before they go on."""

    def __init__(self, number: int) -> None:
        self.chat = Chat(CHANNEL, f"{number:032x}")
        self.done = 0
        self._acts = acts(number)
        self._latest = Rendered("")

    def next_message(self) -> Received:
        return Received(self.chat, str(self.done), datetime.now(UTC), self._incoming())

    def read(self, answer: Rendered) -> None:
        """The answer came. Raises `AssertionError` when it is not what the dialogue leads to."""
        self._latest = answer
        self.done += 1
        if self.is_done:
            self._option("status:")

    @property
    def is_done(self) -> bool:
        """Whether they have their receipt."""
        return self.done == LENGTH

    def _incoming(self) -> Incoming:
        act = self._acts[self.done]
        return Text(act) if isinstance(act, str) else Choice(self._option(act.data))

    def _option(self, data: str) -> str:
        found = next((option.data for option in self._latest.options if option.data.startswith(data)), None)
        assert found, f"no option {data} after {self.done} messages"
        return found
