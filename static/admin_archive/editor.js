// The pair editor: its keys, and the buttons that do the same.

import {
  beside, current, dialogOpen, filled, go, keyOf, list, numberOf, pairOf, pairs, root, say, settings, state, words,
} from "./editor_core.js";
import * as dialogs from "./editor_dialogs.js";
import { doubts, fresh } from "./editor_doubts.js";
import { perform, visit } from "./editor_sending.js";
import { caret, close, open } from "./editor_typing.js";

const NARROW = matchMedia("(max-width: 1023px)");

// --- What can be done ---------------------------------------------------------------------------------------------

const shift = (side, by) => (pair) => perform({ do: "shift", pair: keyOf(pair), side, by });
const check = (pair, checked) => perform({ do: "check", pair: keyOf(pair), checked }, { focus: false });

// Steps over the pairs; past the edge of a page to the one beside it.
const stepTo = async (by) => {
  const next = beside(by);
  if (next) return go(next);
  const way = root.querySelector(`[data-way="${by > 0 ? "next" : "previous"}"]`);
  if (way.hidden) return say(by > 0 ? words.last_pair : words.first_pair);
  await visit(Number(way.dataset.key));
  return by < 0 ? go(pairs().at(-1)) : true;
};

const turn = (way) => {
  const link = root.querySelector(`[data-way="${way}"]`);
  if (!link.hidden) visit(Number(link.dataset.key));
};

// The suspicious places are known for the whole report: one walks them across its pages, round its end.
const suspicious = async (by) => {
  const known = (await fresh()).places;
  const here = current() ? Number(numberOf(current())) : 0;
  const places = by > 0 ? known : [...known].reverse();
  const next = places.find(([number]) => (number - here) * by > 0) ?? places[0];
  if (!next || next[0] === here) return say(words.no_more_suspicious);
  return visit(next[1]);
};

const accept = async (pair) => {
  const mend = (await fresh()).mends[keyOf(pair)];
  return mend ? perform(mend) : say(words.nothing_proposed);
};

const ACTS = {
  edit: (pair) => open(pair, state.side ?? "zh", 0),
  check: async (pair) => {
    const checked = pair.dataset.checked === undefined;
    if (checked) await stepTo(1);
    await check(pair, checked);
  },
  tick: (pair) => check(pair, pair.dataset.checked === undefined),
  split: dialogs.split,
  merge: (pair) => perform({ do: "merge", pair: keyOf(pair), with: "next" }),
  swap: (pair) => perform({ do: "swap", pair: keyOf(pair) }),
  shift_zh_down: shift("zh", 1),
  shift_zh_up: shift("zh", -1),
  shift_en_down: shift("en", 1),
  shift_en_up: shift("en", -1),
  accept,
  up: (pair) => perform({ do: "move", pair: keyOf(pair), by: -1 }),
  down: (pair) => perform({ do: "move", pair: keyOf(pair), by: 1 }),
  move: dialogs.move,
  level: dialogs.level,
  note: dialogs.note,
  beads: dialogs.beads,
  versions: dialogs.versions,
  history: dialogs.history,
  insert: (pair) => dialogs.insert(pair),
  insert_above: (pair) => dialogs.insert(pair, { above: true }),
  remove: dialogs.remove,
  reported: (pair) => {
    const reported = pair.querySelector(".reported");
    if (!reported) return say(words.nothing_reported);
    reported.open = !reported.open;
    return reported.open && reported.querySelector("a").focus();
  },
};
const EVERYWHERE = {
  next: () => stepTo(1),
  previous: () => stepTo(-1),
  first: () => go(pairs()[0]),
  last: () => go(pairs().at(-1)),
  next_section: () => turn("next"),
  previous_section: () => turn("previous"),
  next_suspicious: () => suspicious(1),
  previous_suspicious: () => suspicious(-1),
  undo: () => perform({ do: "undo" }),
  redo: () => perform({ do: "redo" }),
  undo_said: () => perform({ do: "undo" }),
  why: dialogs.why,
  help: dialogs.help,
  menu: dialogs.menu,
};

// What changes nothing can be done in an archived report too.
const READING = new Set([...Object.keys(EVERYWHERE), "history", "versions", "beads", "reported"]);
for (const name of ["undo", "redo", "undo_said"]) READING.delete(name);

// What was typed is saved before anything else is done; a text that the cursor stands in is split there.
const run = async (name, pair = current()) => {
  if (!settings.editable && !READING.has(name)) return say(words.archived, { wrong: true });
  if (name in EVERYWHERE) {
    await close();
    return EVERYWHERE[name]();
  }
  if (!pair) return null;
  const from = name === "split" ? caret() : null;
  const key = keyOf(pair);
  await close();
  const there = pairOf(key);
  if (!there) return null;
  if (name.startsWith("level_")) return perform({ do: "level", pair: key, level: Number(name.slice(6)) });
  return ACTS[name](there, from);
};

// --- Keys ---------------------------------------------------------------------------------------------------------

const KEYS = {
  j: "next", ArrowDown: "next", k: "previous", ArrowUp: "previous", Home: "first", End: "last",
  n: "next_suspicious", p: "previous_suspicious", "]": "next_section", "[": "previous_section",
  Enter: "edit", c: "check", s: "split", m: "merge", x: "swap", y: "accept",
  z: "shift_zh_down", Z: "shift_zh_up", e: "shift_en_down", E: "shift_en_up",
  t: "move", a: "note", b: "beads", v: "versions", h: "history", i: "insert", I: "insert_above", r: "reported",
  Delete: "remove", Backspace: "remove", u: "undo", U: "redo", w: "why", "?": "help", ".": "menu",
  ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((level) => [level, `level_${level}`])),
};

const withCtrl = ({ key, shiftKey, altKey, metaKey }) => {
  if (altKey) return null;
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" && !shiftKey && !metaKey ? "redo" : null;
};

const whileTyping = (event) => {
  const pair = state.typing.pair;
  const beyond = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.isComposing) return;
  if (event.key === "Enter" && event.ctrlKey) run("split", pair);
  else if (event.key === "Enter" && event.altKey) nextOne(pair);
  else if (event.key === "Enter" || event.key === "Escape") {
    close();
    go(pairOf(keyOf(pair)));
  } else if (beyond && event.altKey && !event.shiftKey) {
    const side = state.side;
    const next = beside(beyond);
    if (next) open(next, side, 0);
  } else if (beyond && event.altKey) run(beyond > 0 ? "down" : "up", pair);
  else return;
  event.preventDefault();
};

const nextOne = async (pair) => {
  const side = state.side;
  const next = beside(1);
  await close();
  if (pairOf(keyOf(pair))?.dataset.checked === undefined) await check(pair, true);
  if (next) open(pairOf(keyOf(next)), side, 0);
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || dialogOpen()) return;
  if (state.typing && state.typing.pair.contains(event.target)) {
    whileTyping(event);
    return;
  }
  if (event.target.closest("textarea, input, select, [contenteditable]")) return;
  let name = null;
  if (event.ctrlKey || event.metaKey) name = withCtrl(event);
  else if (event.altKey) name = event.shiftKey ? { ArrowUp: "up", ArrowDown: "down" }[event.key] : null;
  // A button or link that has the focus keeps its own keys.
  else if (!(event.target.closest("button, a, summary") && ["Enter", " "].includes(event.key))) name = KEYS[event.key];
  if (!name) return;
  event.preventDefault();
  run(name);
});

// --- Buttons ------------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) {
    const pair = button.closest(".pair") ?? current();
    const menu = button.closest("dialog");
    menu?.close();
    if (button.closest(".pair")) go(pair, { focus: false });
    run(button.dataset.do, pair);
    return;
  }
  const link = event.target.closest("[data-way], .editor-outline a, .pair .number a");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (NARROW.matches) link.closest("details")?.removeAttribute("open");
    close().then(() => visit(Number(link.dataset.key ?? link.closest(".pair").dataset.key)));
    return;
  }
  const pair = event.target.closest(".pair");
  if (pair && !state.typing) go(pair, { focus: !String(getSelection()) });
});
// A tool takes the focus from a text only once it is used: the caret says where to split.
document.addEventListener("pointerdown", (event) => {
  if (state.typing && event.target.closest(".editor-tools [data-do]")) event.preventDefault();
});

const of = root.querySelector(".editor-tools .of");
document.addEventListener("editor:here", ({ detail: pair }) => {
  of.textContent = filled(words.number, { number: numberOf(pair) });
  for (const entry of root.querySelectorAll(".editor-outline a[aria-current]")) entry.removeAttribute("aria-current");
  let heading = pair;
  while (heading && heading.dataset.level === "0") heading = heading.previousElementSibling;
  const entry = root.querySelector(`.editor-outline a[data-key="${(heading ?? list.firstElementChild).dataset.key}"]`);
  entry?.setAttribute("aria-current", "true");
  entry?.scrollIntoView({ block: "nearest" });
});

// On a phone the outline is folded.
if (NARROW.matches) root.querySelector(".editor-outline details").open = false;
go(pairOf(new URL(location.href).searchParams.get("pair")) ?? pairs()[0]);
doubts();
