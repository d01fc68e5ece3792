"""How a kept file is answered."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.file_answer import asked_part, disposition


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=2-5", range(2, 6)),
        ("bytes=2-", range(2, 10)),
        ("bytes=2-99", range(2, 10)),
        ("bytes=-3", range(7, 10)),
        *[
            (no_part, None)
            for no_part in ("", "bytes=10-", "bytes=5-2", "bytes=99999999999999999999-", "bytes=0-1,4-5", "lines=1-2")
        ],
    ],
)
def test_only_the_parts_that_a_file_has_are_given(asked: str, part: range | None) -> None:
    assert asked_part(make_mocked_request("GET", "/", headers={"Range": asked}), 10) == part


def test_a_name_with_any_letter_can_be_saved() -> None:
    told = disposition('jalan "rusak"\r\n€.jpg', True)
    assert told == "inline; filename*=UTF-8''jalan%20%22rusak%22%0D%0A%E2%82%AC.jpg"
    assert disposition("", False) == "attachment; filename*=UTF-8''file"
