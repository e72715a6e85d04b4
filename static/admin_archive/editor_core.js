// What all of the pair editor shares: where things are on the page, its words, and what is said to the person.

export const root = document.querySelector(".editor");
export const settings = JSON.parse(document.getElementById("editor-settings").textContent);
export const words = settings.words;
export const state = { seen: settings.seen, typing: null };

export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
export const filled = (sentence, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), sentence);

// --- Pairs --------------------------------------------------------------------------------------------------------

export const list = root.querySelector(".editor-pairs");
export const pairs = () => [...list.children];
export const current = () => list.querySelector('[aria-current="true"]');
export const keyOf = (pair) => Number(pair.dataset.key);
export const pairOf = (key) => document.getElementById(`pair-${key}`);
export const numberOf = (pair) => pair.querySelector(".number a").textContent.trim();

const SLOW = matchMedia("(prefers-reduced-motion: no-preference)");

// Who jumps to a pair wants its beginning; who steps over them wants the page to stand still.
export const go = (pair, { focus = true, block = "nearest" } = {}) => {
  if (!pair) return false;
  const before = current();
  if (before && before !== pair) {
    before.removeAttribute("aria-current");
    before.tabIndex = -1;
  }
  pair.setAttribute("aria-current", "true");
  pair.tabIndex = 0;
  if (focus) {
    pair.focus({ preventScroll: true });
    pair.scrollIntoView({ block, behavior: SLOW.matches ? "smooth" : "instant" });
  }
  document.dispatchEvent(new CustomEvent("editor:here", { detail: pair }));
  return true;
};

export const beside = (step) => {
  const every = pairs();
  return every[every.indexOf(current()) + step] ?? null;
};

// --- Words said ---------------------------------------------------------------------------------------------------

const box = root.querySelector(".editor-said > div");
const said = box.querySelector("p");
const verbs = box.querySelectorAll("button");
let fading = 0;

// What was done, with buttons that take it back and say why; what went wrong stays until something else is said.
export const say = (sentence, { wrong = false, undoes = false } = {}) => {
  clearTimeout(fading);
  said.textContent = sentence;
  box.dataset.state = wrong ? "wrong" : "";
  for (const verb of verbs) verb.hidden = !undoes;
  if (sentence) fading = setTimeout(() => say(""), wrong ? 20000 : 9000);
};

const saved = root.querySelector(".editor-saved");
export const tell = (name, reason = "") => {
  saved.dataset.state = name;
  saved.textContent = filled(words[name], { reason });
};

// What holds once nothing is under way: all is saved, or there is text that isn't.
export const rest = () => {
  if (state.waiting?.size) return;
  tell(state.unsaved?.() ? "typing" : "saved");
};

// --- Offsets ------------------------------------------------------------------------------------------------------

// The server counts characters, scripts count units of UTF-16: rare Chinese characters have two.
export const points = (text, units) => [...text.slice(0, units)].length;
export const units = (text, count) => [...text].slice(0, count).join("").length;

// --- Asking -------------------------------------------------------------------------------------------------------

export const address = (name, key = 0) => settings.addresses[name].replace("/0/", `/${key}/`);

// Whoever was signed out meanwhile is led elsewhere: that is no answer.
export class Lost extends Error {}

// Who signed in anew has another token; the page of old goes on with it, unless it is somebody else now.
const renewed = async () => {
  const answer = await fetch(location.pathname, { redirect: "manual" });
  if (answer.type === "opaqueredirect") throw new Lost(words.signed_out);
  if (!answer.ok) throw new Lost(words.forbidden);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = JSON.parse(page.getElementById("editor-settings").textContent);
  if (now.me !== settings.me) throw new Lost(words.signed_out);
  settings.token = now.token;
};

export const ask = async (url, body = null, { again = true } = {}) => {
  const options = { headers: { Accept: "application/json", "X-Requested-With": "editor" }, redirect: "manual" };
  if (body) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.headers["X-CSRFToken"] = settings.token;
    options.body = JSON.stringify(body);
    // Sent to its end even where the page is left meanwhile; browsers allow that to what is small.
    options.keepalive = options.body.length < 20000;
  }
  let answer;
  try {
    answer = await fetch(url, options);
  } catch {
    throw new Lost(words.offline);
  }
  if (answer.type === "opaqueredirect") throw new Lost(words.signed_out);
  if (answer.status === 403 && body && again) {
    await renewed();
    return ask(url, body, { again: false });
  }
  if (answer.status === 403) throw new Lost(words.forbidden);
  if (answer.status >= 500 || answer.status === 404) throw new Lost(words.broken);
  return answer;
};

// --- Dialogs ------------------------------------------------------------------------------------------------------

export const dialogOpen = () => Boolean(document.querySelector("dialog[open]"));

export const show = (dialog) => {
  const back = document.activeElement;
  dialog.showModal();
  dialog.addEventListener("close", () => {
    if (document.activeElement === document.body || dialog.contains(document.activeElement)) {
      (back?.isConnected && back !== document.body ? back : current())?.focus({ preventScroll: true });
    }
  }, { once: true });
};

// Makes elements of HTML that the server wrote.
export const made = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
};
