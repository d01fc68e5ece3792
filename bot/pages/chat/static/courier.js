// Sends what is unsent, one message after the other: the next only when the last one is acknowledged.
import * as link from "./link.js";
import * as unsent from "./unsent.js";

const TOO_BIG = 1009, BROKEN = 1011;
const OLDEST = 1e12; // milliseconds
let underWay = null, notBefore = 0, postedAt = 0, onSettled = () => {};

export const listen = (settled) => { onSettled = settled; };

export function post(frame, body) {
  postedAt = Math.max(Date.now(), postedAt + 1); // what is posted later is sent later, whatever the clock does
  const message = { at: postedAt, frame, body };
  unsent.keep(message);
  pump();
  return message;
}

export function pump() {
  if (underWay || !link.isOpen() || Date.now() < notBefore) return;
  const [next] = unsent.all();
  if (!next) return;
  underWay = next.frame.key;
  link.send({ ...next.frame, age: Math.min(Math.max(Date.now() - next.at, 0), OLDEST) });
}

export function lost(code) {
  // a message that breaks the line each time must not keep the others from being sent
  if (underWay && (code === TOO_BIG || code === BROKEN)) settle(underWay, code === TOO_BIG ? "too_long" : "failed");
  underWay = null;
}

export function answered({ type, key = underWay, after_ms, reason }) {
  if (type === "retry") {
    notBefore = Date.now() + after_ms;
    setTimeout(pump, after_ms + 20);
  } else if (key) settle(key, type === "ack" ? null : type === "refused" ? reason : "failed");
  if (key === underWay) underWay = null;
  pump();
}

function settle(key, problem) {
  unsent.drop(key);
  onSettled(key, problem);
}
