// The reader's keys, finding in a report, and jumping to a paragraph.

import { all, edge, go, here, inOrder, number, report, taken, watch } from "./reader_place.js";
import { choose, next, swap } from "./reader_view.js";

const visible = (element) => element.getClientRects().length > 0;
let mark = null;
let left = null;

const hit = (step) => {
  const marks = all(".pairs mark").filter(visible);
  if (!marks.length) return;
  const line = edge();
  let at = marks.indexOf(mark);
  if (at < 0) {
    const after = marks.findIndex((one) => one.getBoundingClientRect().top >= line);
    at = step > 0 ? (after < 0 ? 0 : after) : (after < 0 ? marks.length : after) - 1;
  } else {
    at += step;
  }
  at = (at + marks.length) % marks.length;
  mark?.classList.remove("now");
  mark = marks[at];
  mark.classList.add("now");
  mark.scrollIntoView({ block: "center", behavior: "instant" });
  const said = document.querySelector(".hits");
  if (said) said.textContent = said.dataset.of.replace("{n}", at + 1).replace("{all}", marks.length);
};

// Out of the field, one is where it led to.
const found = () => {
  hit(1);
  left = mark?.closest(".pair").querySelector(".number") ?? null;
};

document.addEventListener("submit", async (event) => {
  const form = event.target.closest(".bar form");
  if (!form) return;
  event.preventDefault();
  if (form.elements.p) {
    const wanted = Number(form.elements.p.value);
    const pair = inOrder().find((one) => number(one) >= wanted) ?? inOrder().at(-1);
    history.replaceState(null, "", `#${pair.id}`);
    go(pair);
    return;
  }
  const q = form.elements.q.value.trim();
  const asked = new URL(location.href).searchParams.get("q") ?? "";
  if (q && q === asked) { found(); return; }
  const url = new URL(location.href);
  if (q) url.searchParams.set("q", q);
  else url.searchParams.delete("q");
  mark = null;
  await swap(url);
  found();
});

// --- Keys ---------------------------------------------------------------------------------------------------------

const beside = (step) => go(inOrder()[inOrder().indexOf(document.activeElement.closest?.(".pair") ?? here()) + step]);
const within = (selector) => (document.activeElement.closest?.(".pair") ?? here()).querySelector(selector);
const follows = (name) => document.querySelector(`[data-go=${name}][href]`);
const year = (rel) => document.querySelector(`[data-near=${rel}]`)?.click();

const enter = (input) => {
  input.focus({ preventScroll: true });
  input.select();
};

// What has the focus is left for a field of the bar, and Escape leads back to it.
const field = (selector) => {
  const input = document.querySelector(selector);
  if (!input) return;
  left = document.activeElement;
  // By its button, a panel opens where the button stands.
  if (!visible(input)) document.querySelector(`[popovertarget=${input.form.id}]`).click();
  enter(input);
};

document.querySelector("#finding")?.addEventListener("toggle", ({ newState, target }) => {
  const input = target.elements.q;
  if (newState !== "open" || document.activeElement === input) return;
  left = null;
  enter(input);
});

document.querySelector(".bar")?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || !event.target.closest("form")) return;
  event.preventDefault();
  const panel = event.target.closest(":popover-open");
  if (panel) panel.hidePopover();
  else event.target.blur();
  if (left?.isConnected) left.focus({ preventScroll: true });
  left = null;
});

const KEYS = {
  j: () => beside(1),
  k: () => beside(-1),
  "]": () => go(document.querySelector(follows("after")?.hash || null)),
  "[": () => go(document.querySelector(follows("before")?.hash || null)),
  ">": () => year("next"),
  "<": () => year("prev"),
  g: () => field("#jump"),
  f: () => field("#within"),
  n: () => hit(1),
  p: () => hit(-1),
  q: () => within(".cite").click(),
  e: () => within(".err").click(),
  c: () => next("script", 1),
  d: () => next("theme", 1),
  "+": () => next("size", 1, false),
  "=": () => next("size", 1, false),
  "-": () => next("size", -1, false),
};
["side", "stacked", "zh", "en"].forEach((layout, index) => {
  KEYS[index + 1] = () => { if (document.querySelector(`[data-set=layout][data-value=${layout}]`)) choose("layout", layout); };
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || taken(event)) return;
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

if (report && inOrder().length) watch();
