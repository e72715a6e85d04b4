// Acts go to the server one after another; what it answers is brought into the page.

import {
  Lost, address, all, ask, current, filled, go, keyOf, list, made, pairOf, pairs, rest, root, say, settings, state, tell, words,
} from "./editor_core.js";
import { later, mark } from "./editor_doubts.js";

let line = Promise.resolve();
let under_way = 0;

const stamps = () => Object.fromEntries(pairs().map((pair) => [keyOf(pair), pair.dataset.stamp]));

export const asked = (more = {}) => ({ seen: state.seen, stamps: stamps(), at: current() ? keyOf(current()) : null, ...more });

// --- Bringing in --------------------------------------------------------------------------------------------------

const isTaken = (key) => state.typing?.key === key || state.waiting?.has(key);

// What came for pairs while they were being typed in.
const kept = new Map();

export const bring = (key) => {
  const html = kept.get(key);
  if (html && !isTaken(key) && pairOf(key)) {
    place(key, html, "");
    mark();
  }
};

const place = (key, html, manner) => {
  const there = pairOf(key);
  if (!html) return there;
  if (there && isTaken(key)) {
    // Never under the hands of somebody who types: what came is told when they save.
    kept.set(key, html);
    if (manner === "theirs") document.dispatchEvent(new CustomEvent("editor:contested", { detail: key }));
    return there;
  }
  kept.delete(key);
  const pair = made(html).firstElementChild;
  if (manner) pair.classList.add(manner);
  if (there) {
    const here = there.getAttribute("aria-current");
    const focused = there.contains(document.activeElement);
    there.replaceWith(pair);
    if (here) {
      pair.setAttribute("aria-current", "true");
      pair.tabIndex = 0;
    }
    if (focused) pair.focus({ preventScroll: true });
  }
  return pair;
};

// The manner says why rows come: "fresh" from an act of one's own, "theirs" from others, "" for another page.
export const merge = (answer, { manner = "fresh", focus = true } = {}) => {
  const focused = list.contains(document.activeElement) || document.activeElement === document.body;
  const index = pairs().indexOf(current());
  const wanted = new Set(answer.order.map(Number));
  for (const pair of pairs()) {
    if (!wanted.has(keyOf(pair)) && !isTaken(keyOf(pair))) pair.remove();
  }
  let behind = null;
  answer.order.forEach((key, offset) => {
    const pair = place(key, answer.rows[key], manner);
    const after = behind ? behind.nextElementSibling : list.firstElementChild;
    if (after !== pair) list.insertBefore(pair, after);
    pair.querySelector(".number a").textContent = answer.first + offset;
    behind = pair;
  });
  const before = state.seen;
  state.seen = answer.seen;
  update(answer);
  if (answer.seen !== before) later();
  else mark();
  const next = pairOf(answer.focus) ?? current() ?? pairs()[Math.min(Math.max(index, 0), pairs().length - 1)];
  if (next && !state.typing) go(next, { focus: focus && focused });
};

const update = (answer) => {
  for (const name of ["undo", "redo"]) {
    for (const button of all(`[data-do="${name}"]:not(dialog *)`, root)) {
      button.disabled = !answer[name] || !answer.editable;
      button.title = answer[name];
      button.querySelector(".unseen").textContent = answer[name] || words[name];
    }
  }
  root.querySelector(".editor-count .unchecked").textContent = answer.unchecked;
  const outline = root.querySelector(".editor-outline .outline");
  if (state.outline !== answer.outline) outline.innerHTML = answer.outline;
  state.outline = answer.outline;
  const section = root.querySelector(".editor-section");
  section.textContent = answer.section;
  for (const link of all("[data-way]", root)) {
    const way = answer.ways[link.dataset.way];
    link.hidden = !way;
    if (way) {
      link.href = way.address;
      link.dataset.key = way.key;
    }
  }

  settings.editable = answer.editable;
  root.toggleAttribute("data-archived", !answer.editable);
  root.querySelector(".editor-archived").hidden = answer.editable;
  const status = root.querySelector(".editor-status");
  status.textContent = answer.status_label;
  status.dataset.status = answer.status;
  if (location.search !== answer.here) history.replaceState(null, "", answer.here);
};

// --- Sending ------------------------------------------------------------------------------------------------------

const sent = async (act, { seen, focus, quiet, settles } = {}) => {
  under_way += 1;
  tell("saving");
  try {
    const answer = await ask(address("act"), asked({ act, ...(seen === undefined ? {} : { seen }) }));
    const told = await answer.json();
    if (told.conflict) return { conflict: told.conflict };
    if (told.unsure) return { unsure: told.unsure };
    if (told.impossible || !answer.ok) return { impossible: told.impossible ?? told.said };
    if (settles && state.waiting.get(act.pair) === settles) state.waiting.delete(act.pair);
    merge(told, { focus });
    if (!quiet) say(told.said, { undoes: told.undoes });
    return { done: told };
  } finally {
    under_way -= 1;
    if (!under_way) rest();
  }
};

// Resolves once the server has answered all that was sent.
export const settled = () => line;

// Does something once all that was sent before is answered: what it asks then is about the page as it is by then.
export const inLine = (work) => {
  const result = line.then(work);
  line = result.catch(() => {});
  return result;
};

// What came of an act: {done}, {conflict}, {unsure} or {impossible}; throws Lost where the server wasn't reached.
export const send = (act, options) => inLine(() => sent(act, options));

// As `send`, for acts that are not text: what goes wrong is said, and the page shown as it is on the server.
export const perform = async (act, options) => {
  try {
    const result = await send(act, options);
    if (result.impossible) say(result.impossible, { wrong: true });
    if (result.conflict) document.dispatchEvent(new CustomEvent("editor:conflict", { detail: { act, ...result.conflict } }));
    if (result.unsure) document.dispatchEvent(new CustomEvent("editor:unsure", { detail: { act, ...result.unsure } }));
    return result.done ?? null;
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    tell("wrong", error.message);
    say(filled(words.not_done, { reason: error.message }), { wrong: true });
    return null;
  }
};

// --- Others -------------------------------------------------------------------------------------------------------

const others = root.querySelector(".editor-others");

export const sync = () => {
  inLine(async () => {
    const answer = await ask(address("rows"), asked());
    const told = await answer.json();
    if (!answer.ok) return;
    if (told.others) say(told.others);
    merge(told, { manner: "theirs", focus: false });
  }).catch(() => {});
  return line;
};

// Goes to a pair, on whatever page it is.
export const visit = async (key) => {
  if (pairOf(key)) return go(pairOf(key), { block: "start" });
  return inLine(async () => {
    const answer = await ask(address("rows"), asked({ at: key }));
    if (!answer.ok) return;
    const told = await answer.json();
    merge(told, { manner: "", focus: false });
    go(pairOf(key) ?? pairs()[0], { block: "start" });
  }).catch((error) => say(error.message, { wrong: true }));
};

const look = async () => {
  if (document.visibilityState !== "visible" || under_way) return;
  try {
    const answer = await ask(`${address("news")}?seen=${state.seen}`);
    if (state.lost) {
      state.lost = false;
      rest();
    }
    if (answer.status !== 200) {
      others.hidden = true;
      return;
    }
    const news = await answer.json();
    others.hidden = !news.here;
    others.firstElementChild.textContent = news.here;
    if (news.seen > state.seen) await sync();
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    state.lost = true;
    tell("wrong", error.message);
  }
};

setInterval(look, settings.every * 1000);
document.addEventListener("visibilitychange", look);
