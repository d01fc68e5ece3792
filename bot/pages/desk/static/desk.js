// Keeps an open page of the desk fresh, and what an officer has typed safe. Everything works without it.
"use strict";

const EVERY = 2000; // ms between two looks at the server
const HIDDEN_EVERY = 10000; // for a page that nobody sees

function repeat(look) {
  let timer = 0;
  const next = async () => {
    clearTimeout(timer);
    if ((await look()) !== "stop") timer = setTimeout(next, document.hidden ? HIDDEN_EVERY : EVERY);
  };
  timer = setTimeout(next, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) next(); });
}

// --- the queue: new reports appear by themselves ---

const queuePage = document.querySelector("[data-live]");
if (queuePage) {
  const queue = document.getElementById("queue");
  const announcement = document.querySelector("[data-announce]");
  const connection = document.querySelector(".connection");
  let etag = "";

  const say = (element, text) => { if (element.textContent !== text) element.textContent = text; };

  const isBusy = () => {
    const field = document.activeElement;
    return field && field.id === "words" && field.value !== field.defaultValue;
  };

  const replaceQueue = (html) => {
    const focused = document.activeElement && queue.contains(document.activeElement) ? document.activeElement.id : "";
    const before = queue.querySelectorAll(".row").length + queue.querySelector("[data-waiting]").dataset.waiting;
    queue.innerHTML = html;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    const waiting = queue.querySelector("[data-waiting]").dataset.waiting;
    document.title = (waiting === "0" ? "" : `(${waiting}) `) + queuePage.dataset.title;
    if (before !== queue.querySelectorAll(".row").length + waiting) say(announcement, announcement.dataset.announce);
  };

  repeat(async () => {
    if (isBusy()) return;
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const response = await fetch(queuePage.dataset.live + location.search, { headers, cache: "no-store" });
      if (response.status === 403) { say(connection, connection.dataset.signedOut); return "stop"; }
      if (response.status === 200) {
        const html = await response.text();
        if (isBusy()) return;
        replaceQueue(html);
        etag = response.headers.get("ETag");
      } else if (response.status !== 304) throw new Error(response.status);
      say(connection, "");
    } catch {
      say(connection, connection.dataset.away);
    }
  });
}

// --- one report: what the complainant says appears by itself, unless the officer is writing ---

const casePage = document.querySelector("[data-case]");
if (casePage) {
  const fields = () => [...document.querySelectorAll("[data-step] textarea, [data-step] input:not([type=hidden]), [data-step] select")];
  const isWriting = () => fields().some((field) => field.dataset.touched);

  repeat(async () => {
    try {
      const response = await fetch(casePage.dataset.case, { cache: "no-store" });
      if (response.status === 403) return "stop";
      const { steps, pending } = await response.json();
      if (steps === null) return;
      if (String(steps) !== casePage.dataset.steps) await showFresh(String(steps));
      if (String(pending) !== casePage.dataset.pending) await showFiles(String(pending));
    } catch { /* the next look may find the server again */ }
  });

  const replaceParts = async (...parts) => {
    const html = await (await fetch(location.pathname, { cache: "no-store" })).text();
    const fresh = new DOMParser().parseFromString(html, "text/html");
    for (const id of parts) {
      const part = fresh.getElementById(id);
      if (part) document.getElementById(id).replaceWith(document.adoptNode(part));
    }
  };

  // Files that were still with the complainant's messaging app have come, or never will.
  const showFiles = async (pending) => {
    await replaceParts("report", "history");
    casePage.dataset.pending = pending;
  };

  const showFresh = async (steps) => {
    await replaceParts("head", "history", ...(isWriting() ? [] : ["steps"]));
    casePage.dataset.steps = steps;
    document.querySelector("[data-fresh]").hidden = !isWriting();
    prepareForms();
  };

  // What was typed survives a lost connection or session in this tab.
  const place = (form, field) => `desk ${casePage.dataset.receipt} ${form.dataset.step} ${field.name}`;

  const prepareForms = () => {
    for (const form of document.querySelectorAll("[data-step]:not([data-ready])")) {
      form.dataset.ready = "1";
      for (const field of form.querySelectorAll("textarea, select")) {
        const kept = sessionStorage.getItem(place(form, field));
        if (kept && !field.value) { field.value = kept; field.dataset.touched = "1"; form.closest("details").open = true; }
      }
      form.addEventListener("input", ({ target }) => {
        target.dataset.touched = "1";
        sessionStorage.setItem(place(form, target), target.value);
      });
      form.addEventListener("submit", () => { form.querySelector("button").disabled = true; });
    }
  };

  if (document.querySelector("[data-done]")) {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(`desk ${casePage.dataset.receipt} `)) sessionStorage.removeItem(name);
    }
  }
  prepareForms();
  // A page that the browser kept while going back must not show a button that no longer answers.
  addEventListener("pageshow", () => document.querySelectorAll("[data-step] button").forEach((b) => { b.disabled = false; }));
}
