// Messages that are not acknowledged yet: kept over a reload, one item each, so that two tabs do not undo each other.
import { attempt } from "./dom.js";

const PREFIX = "pl:unsent:";
const memory = new Map(); // where the browser keeps nothing, or has no room

const name = (message) => `${PREFIX}${message.at}:${message.frame.key}`;

export function keep(message) {
  memory.set(name(message), message);
  attempt(() => localStorage.setItem(name(message), JSON.stringify(message)));
}

export function drop(key) {
  for (const item of [...memory.keys()]) if (item.endsWith(key)) memory.delete(item);
  for (const item of kept()) if (item.endsWith(key)) localStorage.removeItem(item);
}

// What an earlier visit left, oldest first.
export function recall() {
  for (const item of kept()) attempt(() => memory.set(item, JSON.parse(localStorage.getItem(item))));
  return all();
}

const kept = () => attempt(() => Object.keys(localStorage).filter((item) => item.startsWith(PREFIX)), []);

export const all = () => [...memory.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, message]) => message);

// What other tabs of the same person keep and drop.
export function watch({ onKept, onDropped }) {
  addEventListener("storage", ({ key, newValue }) => {
    if (!key?.startsWith(PREFIX)) return;
    if (newValue) onKept(JSON.parse(newValue));
    else { memory.delete(key); onDropped(key.slice(-36)); }
  });
}
