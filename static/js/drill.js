// Drill: keys that uncover one after another, marks, and their score. The marks stay in this browser.

const drill = document.querySelector("[data-drill]");
const covers = [...drill.querySelectorAll("details.cover")];
const status = drill.querySelector("[role=status]");
const onlyAgain = drill.querySelector("[data-do=again]");
const place = `drill:${drill.dataset.drill}`;
const MARKS = { 1: "got", 2: "again" };
let marks = {};
let here = -1;

try { marks = JSON.parse(localStorage.getItem(place)) ?? {}; } catch { /* Nothing is kept, or nothing may be. */ }

const keep = () => { try { localStorage.setItem(place, JSON.stringify(marks)); } catch { /* Then only on this page. */ } };
const shown = (cover) => !cover.closest("[hidden]");
const summaryOf = (cover) => cover.querySelector("summary");

function tell() {
  if (!status) return;
  const count = (mark) => covers.filter((cover) => marks[cover.dataset.unit] === mark).length;
  const figures = { open: covers.filter((cover) => cover.open).length, all: covers.length, got: count(1), again: count(2) };
  status.textContent = status.dataset.template.replace(/\{(\w+)\}/g, (_all, name) => figures[name]);
}

function show(cover) {
  const mark = marks[cover.dataset.unit] ?? 0;
  cover.closest(".unit").dataset.mark = MARKS[mark] ?? "";
  for (const button of cover.querySelectorAll("[data-mark]")) button.setAttribute("aria-pressed", Number(button.dataset.mark) === mark);
}

function setMark(cover, mark) {
  if (!cover?.open) return;
  const key = cover.dataset.unit;
  if (marks[key] === mark) delete marks[key];
  else marks[key] = mark;
  keep();
  show(cover);
  tell();
}

function go(at) {
  if (!covers[at]) return;
  here = at;
  const summary = summaryOf(covers[at]);
  summary.focus({ preventScroll: true });
  covers[at].closest(".unit").scrollIntoView({ block: "nearest" });
}

function step(by) {
  for (let at = here + by; at >= 0 && at < covers.length; at += by) if (shown(covers[at])) return go(at);
}

function uncoverNext() {
  const next = (from) => covers.findIndex((cover, at) => at >= from && !cover.open && shown(cover));
  const at = next(Math.max(here, 0)) >= 0 ? next(Math.max(here, 0)) : next(0);
  if (at < 0) return;
  covers[at].open = true;
  go(at);
}

function filter() {
  const on = onlyAgain.getAttribute("aria-pressed") === "true";
  for (const pair of drill.querySelectorAll(".drill-pair")) {
    const units = [...pair.querySelectorAll(".unit")];
    for (const unit of units) unit.hidden = on && unit.dataset.mark !== "again";
    pair.hidden = units.every((unit) => unit.hidden);
  }
}

const acts = {
  next: uncoverNext,
  cover() {
    for (const cover of covers) cover.open = false;
    for (const checks of drill.querySelectorAll(".checks")) checks.open = false;
    here = -1;
  },
  again(button) {
    button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
    here = -1;
    filter();
  },
  forget() {
    for (const cover of covers) { delete marks[cover.dataset.unit]; show(cover); }
    keep();
    onlyAgain.setAttribute("aria-pressed", false);
    filter();
    tell();
  },
};

drill.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) acts[button.dataset.do](button);
  if (button?.dataset.mark) setMark(button.closest("details"), Number(button.dataset.mark));
});

drill.addEventListener("focusin", (event) => {
  const at = covers.indexOf(event.target.closest(".unit")?.querySelector("details.cover"));
  if (at >= 0) here = at;
});

// When all of a paragraph is uncovered, its figures and terms come out too.
for (const cover of covers) {
  cover.addEventListener("toggle", () => {
    const pair = cover.closest(".drill-pair");
    const checks = pair.querySelector(".checks");
    if (checks) checks.open = [...pair.querySelectorAll(".cover")].every((one) => one.open);
    tell();
  });
  show(cover);
}

// Keys of a field, a list or a button stay its own; the space bar on a covered text uncovers the next one.
const KEYS = { " ": uncoverNext, j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1) };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || document.querySelector("dialog[open]")) return;
  const target = event.target;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
  if (event.key === " " && target.closest("button, a, summary") && !target.closest(".cover > summary")) return;
  const at = covers[here];
  if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  } else if ((event.key === "1" || event.key === "2") && at) {
    setMark(at, Number(event.key));
  }
});

tell();
