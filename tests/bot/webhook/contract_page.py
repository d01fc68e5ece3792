"""`python -m tests.bot.webhook.contract_page` writes docs/openapi.json anew."""

from pathlib import Path

from bot.backends.webhook.contract import as_json

PAGE = Path(__file__).parents[3] / "docs" / "openapi.json"

if __name__ == "__main__":
    PAGE.write_bytes(as_json())
