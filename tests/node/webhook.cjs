// Signs or verifies what comes on standard input, as a case system on Node would.
const { Webhook } = require("standardwebhooks");

const asked = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const webhook = new Webhook(asked.secret);
if (asked.headers) {
  webhook.verify(asked.body, asked.headers);
} else {
  const now = new Date();
  const headers = {
    "webhook-id": asked.id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": webhook.sign(asked.id, now, asked.body),
  };
  process.stdout.write(JSON.stringify(headers));
}
