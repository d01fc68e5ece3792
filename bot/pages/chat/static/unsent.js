// Messages that are not acknowledged yet: kept over a reload, one item each, so that two tabs do not undo each other.
const PREFIX = "pl:unsent:";
const memory = new Map(); // where the browser keeps nothing, or has no room

const name = (message) => `${PREFIX}${message.at}:${message.frame.key}`;

export function keep(message) {
  memory.set(name(message), message);
  try { localStorage.setItem(name(message), JSON.stringify(message)); } catch { /* memory has it */ }
}

export function drop(key) {
  for (const item of [...memory.keys()]) if (item.endsWith(key)) memory.delete(item);
  try { for (const item of Object.keys(localStorage)) if (item.startsWith(PREFIX) && item.endsWith(key)) localStorage.removeItem(item); } catch { /* nothing is kept */ }
}

// What an earlier visit left, oldest first.
export function recall() {
  try {
    for (const item of Object.keys(localStorage)) if (item.startsWith(PREFIX)) memory.set(item, JSON.parse(localStorage.getItem(item)));
  } catch { /* nothing is kept */ }
  return all();
}

export const all = () => [...memory.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, message]) => message);

// What other tabs of the same person keep and drop.
export function watch({ onKept, onDropped }) {
  addEventListener("storage", ({ key, newValue }) => {
    if (!key?.startsWith(PREFIX)) return;
    if (newValue) onKept(JSON.parse(newValue));
    else { memory.delete(key); onDropped(key.slice(-36)); }
  });
}
