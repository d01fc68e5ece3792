// The chat page: brings its parts together.
import * as courier from "./courier.js";
import { $, attempt, newKey, note } from "./dom.js";
import * as link from "./link.js";
import * as log from "./log.js";
import { locate } from "./place.js";
import { say, speak } from "./texts.js";
import * as tray from "./tray.js";
import * as unsent from "./unsent.js";
import { next as nextUpload } from "./upload.js";
import "./voice.js";

const LONGEST_CAPTION = 1000, LONGEST_TEXT_BYTES = 1_000_000, DRAFT = "pl:draft";
const input = $("input"), isTouch = matchMedia("(pointer: coarse)").matches;
let hasOlder = false, isAskingOlder = false;

// --- what the person does ---

function send(frame, body) {
  const key = newKey();
  courier.post({ ...frame, key }, body);
  log.addPending(key, body);
}

function submit() {
  // lone surrogates, half an emoji, would make the whole frame unreadable
  const text = new TextDecoder().decode(new TextEncoder().encode(input.value)).trim();
  if (!text && tray.isEmpty()) return;
  if (new Blob([text]).size > LONGEST_TEXT_BYTES) return note(say("not_taken_too_long"));
  const isCaption = !tray.isEmpty() && text.length <= LONGEST_CAPTION;
  if (!tray.isEmpty()) tray.sendAll(isCaption ? text : "");
  if (text && !isCaption) send({ type: "text", text }, { type: "text", text: text.slice(0, 4000) });
  input.value = "";
  note("");
  typed();
  input.focus();
}

function press({ data, label, of, location }, { detail }) {
  if (location) return locate(sendLocation);
  send({ type: "choice", data, label, of }, { type: "choice", label, of });
  if (!isTouch || detail === 0) input.focus(); // on a touch screen that would open the keyboard
}

const sendLocation = (latitude, longitude) => send({ type: "location", latitude, longitude }, { type: "location", latitude, longitude });

function typed() {
  const hasWords = !!input.value.trim() || !tray.isEmpty();
  $("send").hidden = !hasWords;
  $("record").hidden = hasWords;
  input.style.height = "";
  if (input.value) input.style.height = `${input.scrollHeight + 2}px`;
  attempt(() => sessionStorage.setItem(DRAFT, input.value));
}

// --- what the server says ---

function onFrame(frame) {
  if (frame.language) speak(frame.language);
  switch (frame.type) {
    case "welcome": return welcome(frame);
    case "older": return older(frame);
    case "entry": return news(frame);
    default: return courier.answered(frame);
  }
}

function welcome({ entries, first_id, is_fresh, has_older }) {
  const change = () => {
    log.forgetBefore(is_fresh ? entries[0]?.id : first_id);
    for (const entry of entries) log.add(entry, { isWaiting: isUnsent(entry.key) });
  };
  if (is_fresh) { hasOlder = !!has_older; $("older").hidden = !hasOlder; log.quietly(change); }
  else { change(); log.settleDown(); }
}

function news({ entry, first_id }) {
  log.forgetBefore(first_id);
  log.add(entry, { isNews: true, isWaiting: isUnsent(entry.key) });
  log.settleDown(entry.key);
  if (document.hidden && !entry.own) document.title = `● ${say("title")}`;
}

function older({ entries, has_older }) {
  isAskingOlder = false;
  hasOlder = !!has_older;
  log.quietly(() => { for (const entry of entries) log.add(entry); $("older").hidden = !hasOlder; }, true);
}

function askOlder() {
  if (isAskingOlder || !hasOlder || !link.isOpen()) return;
  isAskingOlder = true;
  link.send({ type: "older", before: log.firstId() });
}

const isUnsent = (key) => unsent.all().some(({ frame }) => frame.key === key);

// --- the parts ---

courier.listen((key, trouble) => log.settle(key, trouble));
log.listen(press);

$("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
input.addEventListener("input", typed);
document.addEventListener("tray", typed);
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !isTouch) { event.preventDefault(); submit(); }
});
$("send").addEventListener("pointerdown", (event) => event.preventDefault()); // the keyboard stays open
$("send-location").addEventListener("click", () => locate(sendLocation));
$("older").addEventListener("click", askOlder);
new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && askOlder(), { root: $("scroller") }).observe($("older"));
document.addEventListener("visibilitychange", () => { if (!document.hidden) document.title = say("title"); });

for (const button of document.querySelectorAll("[data-choice]")) {
  button.addEventListener("click", (event) => press({ data: button.dataset.choice, label: button.textContent, of: 0 }, event));
}
for (const [button, panel] of [["menu-button", "menu"], ["attach", "attachments"]]) {
  const toggle = (isOpen) => { $(panel).hidden = !isOpen; $(button).setAttribute("aria-expanded", isOpen); };
  $(button).addEventListener("click", () => { toggle($(panel).hidden); $(panel).querySelector("button").focus(); });
  $(panel).addEventListener("click", () => toggle(false));
  document.addEventListener("click", ({ target }) => { if (!$(panel).contains(target) && !$(button).contains(target)) toggle(false); });
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape" && !$(panel).hidden) { toggle(false); $(button).focus(); } });
}

for (const { frame, body, at } of unsent.recall()) log.addPending(frame.key, body, at);
unsent.watch({
  onKept: ({ frame, body, at }) => { if (!log.has(frame.key)) log.addPending(frame.key, body, at); },
  onDropped: (key) => log.settle(key, null),
});
input.value = attempt(() => sessionStorage.getItem(DRAFT)) ?? "";
typed();
if (!isTouch) input.focus();
link.start({
  lastId: log.lastId,
  onFrame,
  onOpen: () => { isAskingOlder = false; log.settleDown(); courier.pump(); nextUpload(); },
  onLost: courier.lost,
});
