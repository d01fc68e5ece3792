// The page's own words, in the language of the conversation.
export let language = document.documentElement.lang;
const all = { [language]: JSON.parse(document.getElementById("texts").textContent) };

export const say = (name, values = {}) => all[language][name].replace(/\[(\w+)\]/g, (_, key) => values[key] ?? "");

// The conversation has gone over to another language: so does the page. Without a line it is asked again later.
export async function speak(wanted) {
  if (wanted === language) return;
  try { all[wanted] ??= await (await fetch(`/chat/texts/${wanted}`)).json(); } catch { return; }
  language = document.documentElement.lang = wanted;
  document.title = say("title");
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = say(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = say(node.dataset.placeholder);
}
