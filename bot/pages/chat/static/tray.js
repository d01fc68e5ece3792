// Files that were picked and wait for a word and for "send".
import { $, icon, make } from "./dom.js";
import { say } from "./texts.js";
import { upload } from "./upload.js";

let picked = [];

export const isEmpty = () => !picked.length;

export function pick(files) {
  picked.push(...files);
  draw();
  $("input").focus();
}

// The words go with the first file.
export function sendAll(caption) {
  for (const [n, file] of picked.entries()) upload(file, { caption: n ? "" : caption });
  picked = [];
  draw();
}

function draw() {
  $("tray").hidden = !picked.length;
  $("tray").querySelector("ul").replaceChildren(...picked.map(tile));
  document.dispatchEvent(new Event("tray"));
}

function tile(file) {
  const isPicture = file.type.startsWith("image/");
  const drop = () => { picked = picked.filter((other) => other !== file); draw(); $("input").focus(); };
  const image = isPicture && make("img", { alt: file.name, src: URL.createObjectURL(file), onerror: ({ target }) => target.replaceWith(file.name), onload: ({ target }) => URL.revokeObjectURL(target.src) });
  return make("li", {}, image || file.name, make("button", { type: "button", class: "round", "aria-label": say("remove", { name: file.name }), onclick: drop }, icon("x")));
}

for (const [button, input] of [["pick-photo", "photos"], ["pick-file", "files"]]) {
  $(button).addEventListener("click", () => $(input).click());
  $(input).addEventListener("change", () => { pick([...$(input).files]); $(input).value = ""; });
}
document.addEventListener("paste", ({ clipboardData }) => { if (clipboardData.files.length) pick([...clipboardData.files]); });
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => { event.preventDefault(); if (event.dataTransfer.files.length) pick([...event.dataTransfer.files]); });
