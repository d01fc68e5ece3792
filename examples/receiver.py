"""A case system in some 60 lines: takes PintuLapor's reports, each once, and says back that they are verified.

    pip install standardwebhooks
    SECRET=whsec_... PINTULAPOR=https://lapor.example.go.id python receiver.py

The contract is docs/openapi.json. Stored before it is answered, known by its id when it comes again: that is all.
"""

import json
import os
import sqlite3
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.request import Request, urlopen

from standardwebhooks import Webhook, WebhookVerificationError

LARGEST = 16 * 1024 * 1024
webhook = Webhook(os.environ["SECRET"])
cases = sqlite3.connect(os.environ.get("DATABASE", "cases.db"))
cases.execute("CREATE TABLE IF NOT EXISTS messages (number INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT, told BOOL)")


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers["Content-Length"]), LARGEST))
        try:
            webhook.verify(body, dict(self.headers))
        except (WebhookVerificationError, ValueError):  # ValueError: not even base64
            return self.send_error(401)
        with cases:  # committed before the answer: what is answered is ours
            row = (self.headers["webhook-id"], body.decode())
            cases.execute("INSERT INTO messages (id, body, told) VALUES (?, ?, 0) ON CONFLICT DO NOTHING", row)
        self.send_response(204)
        self.end_headers()
        return None


def tell() -> None:
    """Each new report is verified at once: a real office would look at it first."""
    for number, body in cases.execute("SELECT number, body FROM messages WHERE NOT told").fetchall():
        message = json.loads(body)
        if message["type"] == "report":
            at, receipt = datetime.now(UTC).isoformat(), message["data"]["receipt"]
            send({"id": f"case-{number}", "receipt": receipt, "number": 1, "status": "verified", "at": at})
        with cases:
            cases.execute("UPDATE messages SET told = 1 WHERE number = ?", (number,))


def send(update: dict[str, object]) -> None:
    body, id, now = json.dumps(update), str(update["id"]), datetime.now(UTC)
    headers = {"webhook-id": id, "webhook-timestamp": str(int(now.timestamp())), "Content-Type": "application/json",
               "webhook-signature": webhook.sign(id, now, body)}  # fmt: skip
    with urlopen(Request(os.environ["PINTULAPOR"] + "/backend/updates", body.encode(), headers)) as answer:
        print(answer.read().decode(), flush=True)


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8090"))), Receiver)
    server.timeout = 1.0
    print(f"ready at http://127.0.0.1:{server.server_port}", flush=True)
    while True:
        server.handle_request()
        try:
            tell()
        except OSError as error:  # PintuLapor is away: the next round tells it
            print(f"told later: {type(error).__name__}", flush=True)
