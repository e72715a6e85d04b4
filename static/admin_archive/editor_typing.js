// Texts are edited where they stand. What is typed is kept in the browser until the server has it.

import {
  Lost, filled, go, keyOf, pairOf, points, rest, root, say, settings, state, tell, words,
} from "./editor_core.js";
import { bring, send } from "./editor_sending.js";

const PAUSE = 2500;
const AGAIN = [2000, 4000, 8000, 15000, 30000];
const SIDES = ["zh", "en"];
// Edits that the server doesn't have yet, by pair: {zh, en, seen}.
state.waiting = new Map();
let pausing = 0;
let tries = 0;
let retrying = 0;

// --- What is kept in the browser ----------------------------------------------------------------------------------

const NAME = `pair-editor:${settings.me}:${settings.slug}:`;
const keep = (key, side, text, seen) => {
  try {
    localStorage.setItem(`${NAME}${key}:${side}`, JSON.stringify({ text, seen }));
  } catch { /* a browser that keeps nothing still saves to the server */ }
};
const forget = (key, side) => {
  try { localStorage.removeItem(`${NAME}${key}:${side}`); } catch { /* as above */ }
};
const kept = () => {
  const found = [];
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(NAME)) continue;
      const [key, side] = name.slice(NAME.length).split(":");
      found.push({ key: Number(key), side, ...JSON.parse(localStorage.getItem(name)) });
    }
  } catch { /* as above */ }
  return found;
};

// --- Opening and closing ------------------------------------------------------------------------------------------

const shownIn = (pair, side) => pair.querySelector(`.text[data-side="${side}"]`);
const grow = (area) => {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
};
// A pair is one line in each language; what is pasted becomes one. A text that came with line breaks keeps them.
const LINES = /\s*[\r\n\u2028\u2029]+\s*/g;
const textIn = ({ areas, broken }, side) => {
  const text = areas[side].value;
  return (broken[side] ? text : text.replace(LINES, side === "en" ? " " : "")).trim();
};

const field = (pair, side) => {
  const text = shownIn(pair, side);
  const area = document.createElement("textarea");
  area.value = text.textContent;
  area.lang = text.lang;
  area.rows = 1;
  area.dataset.side = side;
  area.spellcheck = side === "en";
  area.setAttribute("aria-label", text.dataset.label);
  text.hidden = true;
  text.after(area);
  grow(area);
  return area;
};

export const open = (pair, side = "zh", caret = null) => {
  if (!settings.editable) {
    say(words.archived, { wrong: true });
    return;
  }
  const key = keyOf(pair);
  if (state.typing?.key !== key) {
    close();
    go(pair, { focus: false });
    const areas = Object.fromEntries(SIDES.map((name) => [name, field(pair, name)]));
    const saved = Object.fromEntries(SIDES.map((name) => [name, areas[name].value]));
    const broken = Object.fromEntries(SIDES.map((name) => [name, saved[name].includes("\n")]));
    state.typing = { key, pair, areas, saved, first: { ...saved }, broken, seen: state.seen };
    root.dataset.typing = "";
  }
  const area = state.typing.areas[side];
  area.focus({ preventScroll: true });
  const at = caret ?? area.value.length;
  area.setSelectionRange(at, at);
  pair.scrollIntoView({ block: "nearest", behavior: "instant" });
  state.side = side;
};

// Ends the editing of a pair and saves it; the texts show as they are, saved or not yet.
export const close = () => {
  const typing = state.typing;
  if (!typing) return Promise.resolve(null);
  const result = save({ quiet: false });
  state.typing = null;
  delete root.dataset.typing;
  for (const side of SIDES) {
    const text = shownIn(typing.pair, side);
    if (typing.areas[side].value !== typing.saved[side]) text.textContent = textIn(typing, side);
    else if (typing.saved[side] !== typing.first[side]) text.textContent = typing.saved[side] ?? "";
    text.hidden = false;
    typing.areas[side].remove();
  }
  return result.then((found) => {
    bring(typing.key);
    return found;
  });
};

// Where the caret stands, in the server's count: {side, at}.
export const caret = () => {
  const area = document.activeElement;
  if (!state.typing || !Object.values(state.typing.areas).includes(area)) return null;
  return { side: area.dataset.side, at: points(area.value, area.selectionStart) };
};

// --- Saving -------------------------------------------------------------------------------------------------------

const changedIn = (typing) => {
  const found = {};
  for (const side of SIDES) {
    // Blanks at the ends of a text that nobody touched are not this person's change.
    if (typing.areas[side].value === typing.saved[side]) continue;
    const text = textIn(typing, side);
    if (text !== typing.saved[side]) found[side] = text;
  }
  return found;
};

export const save = ({ quiet = true } = {}) => {
  clearTimeout(pausing);
  const typing = state.typing;
  if (!typing) return Promise.resolve(null);
  const texts = changedIn(typing);
  if (!Object.keys(texts).length) {
    SIDES.forEach((side) => state.waiting.has(typing.key) || forget(typing.key, side));
    rest();
    return Promise.resolve(null);
  }
  Object.assign(typing.saved, texts);
  return put(typing.key, texts, typing.seen, quiet);
};
state.unsaved = () => Boolean(state.typing && Object.keys(changedIn(state.typing)).length);

// Sends texts of a pair, again and again while the server isn't reached.
export const put = async (key, texts, seen, quiet = false) => {
  const edit = { ...state.waiting.get(key), ...texts };
  edit.seen = state.waiting.get(key)?.seen ?? seen;
  state.waiting.set(key, edit);
  const { seen: since, ...both } = edit;
  try {
    const result = await send({ do: "edit", pair: key, ...both }, { seen: since, focus: false, quiet, settles: edit });
    if (state.waiting.get(key) === edit) state.waiting.delete(key);
    if (result.done) settled(key, both, result.done);
    else refused(key, both, result);
    tries = 0;
    return result;
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    tell("wrong", error.message);
    clearTimeout(retrying);
    retrying = setTimeout(again, AGAIN[Math.min(tries, AGAIN.length - 1)]);
    tries += 1;
    return null;
  }
};

const settled = (key, texts, done) => {
  if (state.typing?.key === key) state.typing.seen = done.seen;
  for (const side of Object.keys(texts)) {
    const area = state.typing?.key === key ? state.typing.areas[side] : null;
    if (!area || textIn(state.typing, side) === texts[side]) forget(key, side);
  }
  rest();
};

const refused = (key, texts, result) => {
  if (result.conflict) {
    tell("wrong", words.met);
    document.dispatchEvent(new CustomEvent("editor:conflict", { detail: { act: { do: "edit", pair: key, ...texts }, ...result.conflict } }));
    return;
  }
  tell("wrong", result.impossible);
  say(result.impossible, { wrong: true });
  if (state.typing) {
    if (state.typing.key === key) for (const side of Object.keys(texts)) state.typing.saved[side] = null;
    return;
  }
  const pair = pairOf(key);
  if (!pair || !settings.editable) return;
  open(pair, Object.keys(texts)[0]);
  for (const [side, text] of Object.entries(texts)) {
    state.typing.areas[side].value = text;
    state.typing.saved[side] = null;
  }
};

export const again = () => {
  for (const [key, { seen, ...texts }] of state.waiting) put(key, texts, seen);
};
addEventListener("online", again);

// Forgets what was typed into a pair: theirs stands.
export const drop = (key) => {
  state.waiting.delete(key);
  SIDES.forEach((side) => forget(key, side));
  rest();
};

// --- Listening ----------------------------------------------------------------------------------------------------

document.addEventListener("input", ({ target }) => {
  const typing = state.typing;
  if (!typing || !Object.values(typing.areas).includes(target)) return;
  grow(target);
  keep(typing.key, target.dataset.side, textIn(typing, target.dataset.side), typing.seen);
  tell("typing");
  clearTimeout(pausing);
  pausing = setTimeout(save, PAUSE);
});

document.addEventListener("focusin", ({ target }) => {
  const typing = state.typing;
  if (!typing) return;
  if (target.dataset?.side && typing.pair.contains(target)) state.side = target.dataset.side;
  else if (!typing.pair.contains(target) && !target.closest(".editor-foot, .editor-said, dialog")) close();
});

addEventListener("pagehide", () => {
  const typing = state.typing;
  if (!typing) return;
  for (const [side, text] of Object.entries(changedIn(typing))) keep(typing.key, side, text, typing.seen);
});

addEventListener("beforeunload", (event) => {
  if (state.typing && Object.keys(changedIn(state.typing)).length) save();
  if (state.waiting.size) event.preventDefault();
});

// A tap on a text opens it with the caret where it was tapped.
const offsetAt = (x, y) => {
  if (document.caretPositionFromPoint) return document.caretPositionFromPoint(x, y)?.offset ?? null;
  return document.caretRangeFromPoint?.(x, y)?.startOffset ?? null;
};
document.addEventListener("click", (event) => {
  const text = event.target.closest?.(".pair .text");
  if (!text || !settings.editable || String(getSelection())) return;
  open(text.closest(".pair"), text.dataset.side, text.textContent ? offsetAt(event.clientX, event.clientY) : 0);
});

// --- Offering what was left ---------------------------------------------------------------------------------------

const offer = root.querySelector(".editor-left");

const left = () => {
  const found = kept().filter(({ key, side, text }) => {
    const pair = pairOf(key);
    const same = pair && shownIn(pair, side)?.textContent === text;
    if (same) forget(key, side);
    return !same;
  });
  offer.hidden = !found.length;
  if (!found.length) return;
  offer.querySelector("p").textContent = found.length === 1
    ? filled(words.left_one, { text: found[0].text.slice(0, 60) })
    : filled(words.left_more, { count: new Set(found.map(({ key }) => key)).size });
};

offer?.addEventListener("click", async ({ target }) => {
  const choice = target.dataset.offer;
  if (!choice) return;
  for (const { key, side, text, seen } of kept()) {
    if (choice === "drop") forget(key, side);
    else await put(key, { [side]: text }, seen);
  }
  offer.hidden = true;
  if (choice === "put") left();
});

left();
