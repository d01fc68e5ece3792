// The line to the server: it comes back by itself, and says how it is.
import { $ } from "./dom.js";
import { language, say } from "./texts.js";

const FIRST_WAIT = 500, LONGEST_WAIT = 30000, BEAT = 25000, NO_COOKIE = 4401, TOO_MANY_TABS = 4429;
let socket, handlers, timer, failures = 0, isWelcomed = false, isAnswered = true, wasLost = false, hasFetched = false;

export const isOpen = () => isWelcomed && socket.readyState === WebSocket.OPEN;
export const send = (frame) => socket.send(JSON.stringify(frame));

export function start(given) {
  handlers = given;
  connect();
  setInterval(beat, BEAT);
  addEventListener("online", again);
  addEventListener("offline", () => { show(); socket.close(); });
  addEventListener("pageshow", (event) => event.persisted && again());
  document.addEventListener("visibilitychange", () => document.hidden || again());
}

function again() {
  if (isOpen()) return beat();
  if (socket.readyState === WebSocket.CONNECTING && navigator.onLine) return;
  failures = 0;
  connect();
}

function connect() {
  clearTimeout(timer);
  if (socket) { socket.onclose = socket.onmessage = null; socket.close(); }
  isWelcomed = false;
  socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/chat/socket");
  socket.onopen = hello;
  socket.onmessage = ({ data }) => receive(JSON.parse(data));
  socket.onclose = lost;
  if (failures) show();
}

const hello = () => { isAnswered = false; send({ type: "hello", last_id: handlers.lastId(), language }); };

function receive(frame) {
  isAnswered = true;
  const isFirst = frame.type === "welcome" && !isWelcomed;
  if (isFirst) { isWelcomed = true; hasFetched = false; failures = 0; show(); }
  handlers.onFrame(frame);
  if (isFirst) handlers.onOpen();
}

// What has not answered since the last beat is dead, whatever the browser believes.
function beat() {
  if (!isOpen()) return;
  if (isAnswered) hello();
  else { socket.onclose = null; socket.close(); lost({}); }
}

function lost({ code }) {
  isWelcomed = false;
  isAnswered = true;
  handlers.onLost(code);
  if (code === TOO_MANY_TABS) return show("too_many_tabs");
  if (code === NO_COOKIE) return fetchCookie();
  const wait = Math.min(FIRST_WAIT * 2 ** failures++, LONGEST_WAIT);
  timer = setTimeout(connect, wait * (0.75 + Math.random() / 2));
  show();
}

// The page brings the cookie along; if it does not stick, the browser will not have it.
async function fetchCookie() {
  if (hasFetched) return show("no_cookie");
  hasFetched = true;
  await fetch("/").catch(() => {});
  timer = setTimeout(connect, FIRST_WAIT);
}

function show(trouble) {
  const state = trouble ?? (isWelcomed ? "connected" : navigator.onLine ? "connecting" : "offline");
  const isWell = state === "connected";
  $("state").classList.toggle("is-well", isWell);
  $("state").dataset.text = state;
  if (!isWell || wasLost) { $("state").textContent = say(state); $("state").hidden = false; }
  if (isWell) setTimeout(() => { if (isWelcomed) $("state").hidden = true; }, 2000);
  wasLost = !isWell;
  document.body.dataset.state = state;
}
