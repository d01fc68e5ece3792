// What one message looks like.
import { icon, make } from "./dom.js";
import { language, say } from "./texts.js";

const LONG = 1500;
const isSlow = () => navigator.connection?.saveData || /2g/.test(navigator.connection?.effectiveType ?? "");
const previews = new Map(); // pictures that this very page has sent: they need not come back over the line

export const remember = (file, url) => previews.set(file, url);
export const time = (at) => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
export const size = (bytes) => new Intl.NumberFormat(language, bytes < 1e6 ? { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 } : { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(Math.max(1, bytes / (bytes < 1e6 ? 1e3 : 1e6)));

export function content(body, key) {
  switch (body.type) {
    case "text": return text(body);
    case "bot": return [words(body.text, true), body.file && made(body.file, key)];
    case "choice": return [words(body.label)];
    case "file": return [file(body, key), body.caption && words(body.caption)];
    case "refused": return [line(body.file_name || say("file")), problem(say(`refused_${body.reason}`)), body.caption && words(body.caption)];
    case "location": return [place(body)];
    default: return [];
  }
}

const made = ({ name }, key) => line(make("a", { href: `/chat/made/${key}`, download: name }, name));
const line = (...parts) => make("div", { class: "document" }, icon("file"), make("span", {}, ...parts));
export const problem = (words) => make("p", { class: "problem" }, words);

function text({ text, file_id }) {
  const said = words(text);
  if (text.length <= LONG && !file_id) return [said];
  said.classList.add("is-long");
  const more = make("button", { type: "button", class: "link", onclick: () => { said.classList.remove("is-long"); more.remove(); } }, say("more"));
  const whole = file_id && make("a", { href: `/chat/files/${file_id}`, download: true }, say("whole_text"));
  return [said, more, whole || null];
}

function words(text, hasLinks = false) {
  const said = make("div", { class: "text", dir: "auto" });
  for (const [n, part] of text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/).entries()) {
    said.append(n % 2 && hasLinks ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part);
  }
  return said;
}

function file({ file_id, kind, file_name, size: bytes, is_shown }, key) {
  const url = previews.get(file_id) ?? previews.get(key) ?? `/chat/files/${file_id}`;
  if (kind === "photo" && (is_shown || url.startsWith("blob:"))) return picture(url, file_id);
  if (kind === "voice") return make("audio", { controls: true, preload: "none", src: url, "aria-label": say("voice_note") });
  if (kind === "video") return make("video", { controls: true, preload: "none", playsinline: true, src: url, "aria-label": say("video") });
  return line(make("a", { href: `/chat/files/${file_id}`, download: file_name || true }, file_name || say("file")), ` (${size(bytes)})`);
}

function picture(url, file_id) {
  const link = make("a", { class: "picture", href: file_id ? `/chat/files/${file_id}` : url, target: "_blank", "aria-label": say("open_photo") });
  const show = () => link.replaceChildren(make("img", { src: url, alt: "", loading: "lazy" }));
  if (!isSlow() || url.startsWith("blob:")) { show(); return link; }
  return make("button", { type: "button", class: "link", onclick: ({ currentTarget }) => { show(); currentTarget.replaceWith(link); } }, say("show_photo"));
}

function place({ latitude, longitude }) {
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return make("div", { class: "document" }, icon("pin"), make("span", {}, point, make("br"), make("a", { href, target: "_blank", rel: "noopener noreferrer" }, say("map"))));
}
