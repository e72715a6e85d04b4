// The view of a report: what is chosen is in the address, and kept in a cookie that the server reads, so that no page
// has to be laid out twice.

import { all, inPlace, report, watch } from "./reader_place.js";

const PARTS = ["layout", "script", "theme", "size", "measure"];
const YEAR = 365 * 24 * 3600;

const remembered = () => {
  const kept = document.cookie.split("; ").find((part) => part.startsWith("view="))?.slice(5).replaceAll('"', "") ?? "";
  return Object.fromEntries(kept.split("-").map((part) => part.split(".")).filter(([name]) => PARTS.includes(name)));
};

const remember = (name, value) => {
  const kept = Object.entries({ ...remembered(), [name]: value }).map((part) => part.join(".")).join("-");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `view=${kept}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
};

const address = (name, value) => {
  const url = new URL(location.href);
  url.searchParams.set(name, value);
  return url;
};

/** Let every link of the view and every form carry what the address says now. */
const carry = () => {
  const asked = new URL(location.href).searchParams;
  for (const link of all("[data-set]")) {
    const query = new URLSearchParams(asked);
    query.set(link.dataset.set, link.dataset.value);
    link.href = `?${query}`;
  }
  for (const form of all(".bar form")) {
    for (const field of all("input[type=hidden]", form)) field.remove();
    for (const [name, value] of asked) {
      if (form.elements[name]) continue;
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(field);
    }
  }
};

const showChosen = (name, value) => {
  for (const link of all(`[data-set=${name}]`)) {
    if (link.dataset.value === value) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};

const chosen = (name) => document.querySelector(`[data-set=${name}][aria-current]`)?.dataset.value;

const apply = {
  layout: (value) => { report.dataset.layout = value; },
  size: (value) => { report.dataset.size = value; },
  measure: (value) => { report.dataset.measure = value; },
  theme: (value) => {
    if (value === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
  },
};

/** Fetch the page at an address and put its text in the place of this one's, pair for pair. */
export async function swap(url) {
  report.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    inPlace(() => {
      for (const pair of all(".pair[id]", page)) {
        const old = document.getElementById(pair.id);
        if (!old) throw new Error("another report");
        old.className = pair.className;
        old.replaceChildren(...pair.childNodes);
      }
      document.querySelector(".pairs").className = page.querySelector(".pairs").className;
      for (const part of [".opening", ".contents ol", ".notices"]) {
        const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
        if (old && fresh) old.replaceWith(fresh);
      }
      history.replaceState(null, "", url);
      watch();
    });
    carry();
    document.dispatchEvent(new Event("reader:changed"));
  } catch {
    location.assign(url);
  } finally {
    report.removeAttribute("aria-busy");
  }
}

export const choose = (name, value) => {
  remember(name, value);
  const url = address(name, value);
  showChosen(name, value);
  if (apply[name]) {
    history.replaceState(null, "", url);
    inPlace(() => apply[name](value));
    carry();
    document.dispatchEvent(new Event("reader:changed"));
  } else {
    swap(url);
  }
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-set]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.dataset.set, link.dataset.value);
});

/** The choice after or before the one in force; round and round where asked. */
export const next = (name, step, round = true) => {
  const values = all(`[data-set=${name}]`).map((link) => link.dataset.value);
  const at = values.indexOf(chosen(name)) + step;
  const value = values[round ? (at + values.length) % values.length : at];
  if (value) choose(name, value);
};

// What the browser remembers shows in the address too: whoever copies it copies the view.
const show = () => {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(remembered())) {
    if (!url.searchParams.has(name) && chosen(name) === value) url.searchParams.set(name, value);
  }
  if (url.href !== location.href) history.replaceState(history.state, "", url);
};

if (report) {
  show();
  carry();
}
