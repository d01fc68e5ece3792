"""The whole product with another system in the desk's place: a complaint goes there, and its status comes back."""

import asyncio
import json
import time
from pathlib import Path

import requests

from tests.bot.processes import pintulapor, started
from tests.bot.webhook.case_system import SECRET, CaseSystem, said, signed
from tests.handlers.house import TELLING

TYPED = "\n".join(message.text for message in TELLING if hasattr(message, "text")) + "\n"
PATIENCE_SECONDS = 60.0


async def test_a_complaint_goes_to_the_other_system_and_its_status_comes_back(
    tmp_path: Path, theirs: CaseSystem
) -> None:
    chosen = {"backend": "webhook", "backend_webhook_url": theirs.url, "backend_webhook_secrets": SECRET}
    settings = {**chosen, "public_url": "https://lapor.example.go.id"}

    def told() -> str:
        pintulapor("chat", "--as", "budi", folder=tmp_path, typed=TYPED, **settings)
        with started(tmp_path, **settings) as run:
            patience = time.monotonic() + PATIENCE_SECONDS
            while not theirs.letters and time.monotonic() < patience:
                time.sleep(0.05)
            receipt = theirs.letters[0].content["data"]["receipt"]
            body = json.dumps(said("registered", 1, receipt, tracking_id="#1916449")).encode()
            answer = requests.post(f"{run.address}/backend/updates", data=body, headers=signed(body), timeout=60)
            assert (answer.status_code, requests.get(f"{run.address}/openapi.json", timeout=60).status_code) == (
                202,
                200,
            )
            return pintulapor("chat", "--as", "budi", folder=tmp_path, typed="", **settings).stdout

    news = await asyncio.to_thread(told)

    assert "terdaftar di SP4N-LAPOR! dengan Tracking ID #1916449" in news
    [letter] = theirs.letters
    assert letter.content["data"]["visibility"] == "anonymous"
