"""A case system on Node, with npm's `standardwebhooks`, believes what we sign, and we believe what it signs."""

import json
import shutil
import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.backends.webhook.signing import NotGenuine, Signatures
from tests.bot.processes import PATIENCE_SECONDS, ROOT
from tests.bot.webhook.case_system import OTHER_SECRET, SECRET

NODE_TESTS = ROOT / "tests" / "node"
HOW_TO = "npm install --prefix tests/node --no-package-lock"
BODY = json.dumps({"text": "Lampu “mati” sejak senin 😟"}, ensure_ascii=False)

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node here"),
    pytest.mark.skipif(
        not (NODE_TESTS / "node_modules" / "standardwebhooks").is_dir(),
        reason=f"npm's standardwebhooks is not installed: {HOW_TO}",
    ),
]


def node(**asked: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["node", "webhook.cjs"],
        cwd=NODE_TESTS,
        input=json.dumps({"body": BODY, **asked}),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.mark.parametrize("known", [SECRET, OTHER_SECRET])
def test_node_believes_what_we_sign_also_while_a_secret_is_changed(known: str) -> None:
    headers = Signatures([SECRET, OTHER_SECRET]).headers("KTM-7F3K-9Q2C", datetime.now(UTC), BODY.encode())
    assert node(secret=known, headers=headers).returncode == 0


def test_node_does_not_believe_what_was_changed_on_the_way() -> None:
    headers = Signatures([SECRET]).headers("KTM-7F3K-9Q2C", datetime.now(UTC), BODY.encode())
    refused = node(secret=SECRET, headers=headers, body=BODY + " ")
    assert "WebhookVerificationError" in refused.stderr
    assert refused.returncode == 1


@pytest.mark.parametrize("signed_with", [SECRET, OTHER_SECRET])
def test_we_believe_what_node_signs(signed_with: str) -> None:
    headers = json.loads(node(secret=signed_with, id="msg_1").stdout)
    ours = Signatures([SECRET, OTHER_SECRET])
    ours.check(headers, BODY.encode())
    with pytest.raises(NotGenuine):
        ours.check(headers, BODY.encode() + b" ")
