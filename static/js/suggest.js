// Suggestions while a query is typed, and recent searches in an empty box: a combobox with a list, as the ARIA
// Authoring Practices describe it. The box stays an ordinary field of a form that any browser can send.

import { forget, isOff, recent, switchOff } from "./recent.js";

const WAIT = 120; // milliseconds without a keystroke before the archive is asked
const template = document.querySelector("#suggesting");
let boxes = 0;

const attach = (box) => {
  const form = box.form;
  const popup = template.content.firstElementChild.cloneNode(true);
  const list = popup.querySelector("[role=listbox]");
  const foot = popup.querySelector("[data-recent]");
  const answers = new Map();
  let composing = false;
  let timer = 0;
  let request = null;
  let typed = "";
  let active = -1;

  list.id = `suggested-${(boxes += 1)}`;
  box.after(popup);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) box.setAttribute(name, value);

  const options = () => [...list.children];

  const point = (to, fill = true) => {
    options()[active]?.removeAttribute("aria-selected");
    active = to;
    const option = options()[active];
    if (fill) box.value = option ? option.dataset.q : typed;
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  };

  const close = () => {
    clearTimeout(timer);
    request?.abort();
    popup.hidden = true;
    active = -1;
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", "false");
  };

  const show = (rows, areRecent) => {
    list.replaceChildren(...rows.map((row, number) => {
      const option = document.createElement("li");
      const text = document.createElement("span");
      option.id = `${list.id}-${number}`;
      option.setAttribute("role", "option");
      option.dataset.q = row.q;
      text.textContent = row.q;
      text.lang = row.language ?? "";
      option.append(text);
      if (row.count) {
        const count = document.createElement("span");
        count.className = "count";
        count.textContent = row.count.toLocaleString(document.documentElement.lang);
        option.append(" ", count);
      }
      return option;
    }));
    list.setAttribute("aria-label", areRecent ? foot.dataset.recent : list.dataset.suggested);
    foot.hidden = !areRecent;
    active = -1;
    box.removeAttribute("aria-activedescendant");
    popup.hidden = rows.length === 0;
    box.setAttribute("aria-expanded", String(rows.length > 0));
  };

  const showRecent = () => (isOff() ? close() : show(recent().map((q) => ({ q })), true));

  const ask = async () => {
    const q = typed.trim();
    if (answers.has(q)) return show(answers.get(q), false);
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q })}`, { signal: request.signal });
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      answers.set(q, suggestions);
      if (q === typed.trim() && document.activeElement === box) show(suggestions, false);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  const follow = () => {
    if (composing) return;
    typed = box.value;
    clearTimeout(timer);
    request?.abort();
    if (!typed.trim()) return showRecent();
    timer = setTimeout(ask, answers.has(typed.trim()) ? 0 : WAIT);
  };

  const choose = (option) => {
    box.value = typed = option.dataset.q;
    close();
    form.requestSubmit();
  };

  box.addEventListener("compositionstart", () => { composing = true; });
  box.addEventListener("compositionend", () => { composing = false; follow(); });
  box.addEventListener("input", follow);
  box.addEventListener("focus", () => { typed = box.value; if (!typed) showRecent(); });
  box.addEventListener("click", () => { if (!box.value && popup.hidden) showRecent(); });
  form.addEventListener("submit", close);
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });

  box.addEventListener("keydown", (event) => {
    // Keys belong to the input method while it composes.
    if (event.isComposing || composing || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = list.children.length - 1;
    const opened = !popup.hidden;
    if (event.key === "Escape" && opened) {
      point(-1);
      close();
    } else if (event.key === "ArrowDown" && !opened) {
      typed = box.value;
      if (typed.trim()) ask();
      else showRecent();
    } else if (event.key === "ArrowDown") {
      point(active === last ? -1 : active + 1);
    } else if (event.key === "ArrowUp" && opened) {
      point(active < 0 ? last : active - 1);
    } else if (event.key === "Home" && opened && active >= 0) {
      point(0);
    } else if (event.key === "End" && opened && active >= 0) {
      point(last);
    } else {
      return;
    }
    event.preventDefault();
  });

  // The focus stays in the box while the list is clicked.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  popup.querySelector("[data-do=forget]").addEventListener("click", () => { forget(); close(); box.focus(); });
  popup.querySelector("[data-do=off]").addEventListener("click", () => { switchOff(true); close(); box.focus(); });
};

if (template) document.querySelectorAll("input[data-suggest]").forEach(attach);

// The switch stands among the keys, where it can be turned on again.
const keeping = document.querySelector("#keep-recent");
if (keeping) {
  keeping.checked = !isOff();
  keeping.addEventListener("change", () => switchOff(!keeping.checked));
  document.addEventListener("toggle", () => { keeping.checked = !isOff(); }, true);
}
