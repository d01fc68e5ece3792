// Files go up one after the other, each with a bar and a way to stop it; then they are sent like any message.
import { remember } from "./bubbles.js";
import * as courier from "./courier.js";
import { make, newKey } from "./dom.js";
import * as link from "./link.js";
import * as log from "./log.js";
import { say } from "./texts.js";

const MAX_BYTES = Number(document.body.dataset.maxBytes), RETRY = 3000;
const jobs = [];
let current = null;

export function upload(file, { kind = kindOf(file), caption = "" } = {}) {
  const key = newKey();
  if (file.size > MAX_BYTES) return withhold(key, file, caption);
  const url = kind === "document" ? "" : URL.createObjectURL(file);
  if (url) remember(key, url);
  const body = { type: "file", kind, file_name: file.name, size: file.size, caption, is_shown: kind === "photo" };
  const job = { key, file, kind, caption, url, body };
  job.bar = make("progress", { max: 1, value: 0, "aria-label": say("uploading", { name: file.name }) });
  const stop = make("button", { type: "button", class: "option quiet", onclick: () => cancel(job) }, say("cancel"));
  log.addPending(key, body, Date.now(), make("div", { class: "progress" }, job.bar, stop));
  jobs.push(job);
  next();
}

export function next() {
  if (current || !jobs.length || !link.isOpen()) return;
  current = jobs.shift();
  run(current);
}

// A file that is too large is not even tried: the bot says so, and keeps the words that came with it.
function withhold(key, { name }, caption) {
  const frame = { type: "too_large", key, file_name: name.slice(-255), caption };
  const body = { type: "refused", reason: "too_large", file_name: name, caption };
  courier.post(frame, body);
  log.addPending(key, body);
}

function run(job) {
  const form = new FormData();
  form.append("key", job.key);
  form.append("caption", job.caption);
  form.append("kind", job.kind);
  form.append("file", job.file, job.file.name.replace(/;/g, ",")); // more than one confuses the server's reader of forms
  const request = job.request = new XMLHttpRequest();
  request.upload.onprogress = ({ loaded, total }) => { job.bar.value = loaded / total; };
  request.onload = () => finish(job, request);
  request.onerror = () => retry(job, RETRY);
  request.open("POST", "/chat/upload");
  request.send(form);
}

function finish(job, request) {
  if (request.status === 503) return retry(job, 1000 * Number(request.getResponseHeader("Retry-After") ?? 3));
  current = null;
  const answer = read(request);
  log.uploaded(job.key);
  if (answer.file_id) {
    if (job.url) remember(answer.file_id, job.url);
    courier.post({ type: "media", key: job.key, file_id: answer.file_id }, { ...job.body, file_id: answer.file_id });
  } else if (!answer.refused) log.settle(job.key, "failed"); // a refused one comes back as an entry of the log
  next();
}

function read(request) {
  try { return JSON.parse(request.responseText); } catch { return {}; }
}

function retry(job, wait) {
  job.bar.removeAttribute("value");
  current = null;
  jobs.unshift(job);
  setTimeout(next, wait);
}

function cancel(job) {
  if (current === job) { job.request.abort(); current = null; }
  else jobs.splice(jobs.indexOf(job), 1);
  log.remove(job.key);
  next();
}

const kindOf = ({ type }) => ({ image: "photo", video: "video", audio: "voice" })[type.split("/")[0]] ?? "document";

addEventListener("beforeunload", (event) => { if (current || jobs.length) event.preventDefault(); });
