// The log: what was said in the order of its ids, and below it what is not sent yet.
import { content, problem, time } from "./bubbles.js";
import { $, icon, make } from "./dom.js";
import { language, say } from "./texts.js";

const TYPING_LASTS = 12000, NEAR = 120;
const log = $("log"), scroller = $("scroller");
const items = new Map(); // by key
let onPress = () => {}, last = 0, isAtEnd = true, typing;

export const listen = (press) => { onPress = press; };
export const lastId = () => last;
export const firstId = () => Math.min(...[...items.values()].map(({ id }) => id ?? Infinity));
export const has = (key) => items.has(key);

export function add({ id, key, own, at, body }, { isNews, isWaiting } = {}) {
  const known = items.get(key);
  if (known?.id) return;
  if (isNews) isAtEnd = isNear();
  const item = { ...known, id, key, own, at, body, state: own ? (isWaiting ? "waiting" : "sent") : null };
  items.set(key, item);
  if (known && known.body.type === body.type) {
    item.node.item = item;
    mark(item);
  } else {
    known?.node.remove();
    item.node = draw(item);
  }
  place(item);
  last = Math.max(last, id);
  if (isNews && own) expectReply();
  if (isNews && !own) { $("typing").hidden = true; }
}

export function addPending(key, body, at = Date.now(), extra = null) {
  const item = { id: null, key, own: true, at, body, state: "waiting", isUpload: !!extra };
  items.set(key, item);
  item.node = draw(item, extra);
  place(item);
  isAtEnd = true;
  settleDown();
}

export function remove(key) {
  items.get(key)?.node.remove();
  items.delete(key);
  settleDown();
}

export function settle(key, trouble) {
  const item = items.get(key);
  if (!item) return;
  item.state = trouble ? "failed" : "sent";
  mark(item);
  if (trouble) item.node.querySelector(".bubble").append(problem(say(`not_taken_${trouble}`)));
  settleDown();
}

export function uploaded(key) {
  const item = items.get(key);
  if (!item) return;
  item.isUpload = false;
  item.node.querySelector(".progress")?.remove();
  settleDown();
}

// Whatever is from before `firstId` was deleted.
export function forgetBefore(firstId) {
  for (const item of [...items.values()]) if (item.id && (!firstId || item.id < firstId)) { item.node.remove(); items.delete(item.key); }
}

// Changes many entries at once without reading them all out.
export function quietly(change, keepsPlace = false) {
  const before = scroller.scrollHeight - scroller.scrollTop;
  log.setAttribute("aria-live", "off");
  change();
  settleDown();
  if (keepsPlace) scroller.scrollTop = scroller.scrollHeight - before;
  setTimeout(() => log.setAttribute("aria-live", "polite"), 300);
}

// Days, buttons and the place in the page are right again after a change; `news` is the key of what has just come.
export function settleDown(news) {
  const shown = [...log.children].map((node) => node.item);
  let day = "", lastOwn = 0;
  const pressed = new Set(), hasPending = shown.some(({ id, state, isUpload }) => !id && state === "waiting" && !isUpload);
  for (const item of shown) {
    const today = new Date(item.at).toDateString();
    showDay(item, today !== day);
    day = today;
    if (item.own) { lastOwn = item.id ?? lastOwn; if (item.body.type === "choice" && item.state !== "failed") pressed.add(item.body.of); }
  }
  for (const { id, node, body } of shown) {
    const options = node.querySelector(".options");
    if (!options) continue;
    const isLive = !pressed.has(id) && (body.is_notice || (id > lastOwn && !hasPending));
    if (!isLive && options.contains(document.activeElement)) $("input").focus();
    options.hidden = !isLive;
  }
  $("welcome").hidden = shown.length > 0 || document.body.dataset.state !== "connected";
  if (isAtEnd) follow(items.get(news));
  $("newest").hidden = isAtEnd;
}

// What is taller than the screen is read from its beginning.
function follow(item) {
  if (!item || item.own || item.node.offsetHeight < scroller.clientHeight) return toEnd();
  item.node.scrollIntoView({ block: "start" });
  isAtEnd = false;
}

function showDay({ node, at }, isShown) {
  const shown = node.querySelector(".day");
  if (isShown && !shown) node.prepend(make("p", { class: "day" }, dayName(at)));
  else if (!isShown) shown?.remove();
}

export function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  isAtEnd = true;
  $("newest").hidden = true;
}

function place(item) {
  let before = log.lastElementChild;
  while (before && (before === item.node || (item.id && (before.item.id === null || before.item.id > item.id)))) before = before.previousElementSibling;
  // a node that stays where it is is not read out again
  if (before) { if (before.nextElementSibling !== item.node) before.after(item.node); } else if (log.firstElementChild !== item.node) log.prepend(item.node);
}

function draw(item, extra) {
  const { own, body, key, at } = item;
  const bubble = make("div", { class: body.type === "file" && body.kind !== "document" ? "bubble media" : "bubble" }, make("span", { class: "hidden" }, `${say(own ? "you" : "bot")}: `), ...content(body, key).filter(Boolean), extra);
  bubble.append(make("small", {}, body.progress ? `${body.progress} · ` : null, make("time", { datetime: new Date(at).toISOString() }, time(at)), own ? make("span", { class: "mark", "aria-live": "off" }) : ""));
  const node = make("div", { class: `message ${own ? "own" : "bot"}` }, bubble, options(item));
  node.item = item;
  item.node = node;
  mark(item);
  return node;
}

function mark({ node, state }) {
  node.querySelector(".mark")?.replaceChildren(icon(state), make("span", { class: "hidden" }, say(state)));
}

function options({ id, body }) {
  if (body.type !== "bot" || !(body.options?.length || body.asks_location)) return null;
  const buttons = (body.options ?? []).map(({ data, label, quiet }) =>
    make("button", { type: "button", class: quiet ? "option quiet" : "option", dir: "auto", onclick: (event) => onPress({ data, label, of: id }, event) }, label));
  if (body.asks_location) buttons.unshift(make("button", { type: "button", class: "option", onclick: (event) => onPress({ location: true }, event) }, icon("pin"), say("send_location")));
  const firstQuiet = buttons.findIndex((button) => button.classList.contains("quiet"));
  if (firstQuiet > 0) buttons.splice(firstQuiet, 0, make("span", { class: "break" })); // the ways out have a line of their own
  return make("div", { class: "options", role: "group", "aria-label": say("options") }, ...buttons);
}

function dayName(at) {
  const day = new Date(at).toDateString();
  if (day === new Date().toDateString()) return say("today");
  if (day === new Date(Date.now() - 864e5).toDateString()) return say("yesterday");
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);
}

function expectReply() {
  clearTimeout(typing);
  $("typing").hidden = false;
  typing = setTimeout(() => { $("typing").hidden = true; }, TYPING_LASTS);
}

const isNear = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
scroller.addEventListener("scroll", () => {
  isAtEnd = isNear();
  if (isAtEnd) $("newest").hidden = true;
}, { passive: true });
new ResizeObserver(() => isAtEnd && toEnd()).observe(scroller);
$("newest").addEventListener("click", toEnd);
