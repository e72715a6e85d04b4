// Dialogs of the pair editor: where to cut, where to move to, notes, what others did, the history, the sentences.

import {
  Lost, address, all, ask, filled, keyOf, made, pairOf, points, say, settings, show, state, units, words,
} from "./editor_core.js";
import { asked, inLine, merge, perform, settled, sync } from "./editor_sending.js";
import { close, drop, put } from "./editor_typing.js";

const dialog = (name) => document.getElementById(`dialog-${name}`);
const textOf = (pair, side) => pair.querySelector(`.text[data-side="${side}"]`);

// Resolves with the value of the button that closed a dialog, "" for none.
const closed = (box) => new Promise((resolve) => {
  box.returnValue = "";
  box.addEventListener("close", () => resolve(box.returnValue), { once: true });
  show(box);
});

// Fetches a piece of page; says why where there is none.
const piece = async (url, body = null) => {
  try {
    const answer = await ask(url, body);
    return await answer.json();
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    say(error.message, { wrong: true });
    return null;
  }
};

export const menu = () => { show(dialog("menu")); };
export const help = () => { if (!dialog("help").open) show(dialog("help")); };

// --- Splitting ----------------------------------------------------------------------------------------------------

const cutting = { pair: null, zh: null, en: null };

const wordsIn = (text, lang) => {
  if (!Intl.Segmenter) return text.split("").map((_letter, index) => index);
  return [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)].map(({ index }) => index);
};

const draw = (side) => {
  const { text, at, box } = cutting[side];
  const first = document.createElement("span");
  const cut = document.createElement("span");
  const second = document.createElement("span");
  first.className = "first";
  cut.className = "cut";
  second.className = "second";
  first.textContent = text.slice(0, at);
  second.textContent = text.slice(at);
  box.replaceChildren(first, cut, second);
  box.setAttribute("aria-valuenow", at);
  box.setAttribute("aria-valuemax", text.length);
  box.setAttribute("aria-valuetext", at ? filled(words.cut_after, { text: text.slice(Math.max(0, at - 24), at) }) : words.cut_first);
};

const step = (side, by) => {
  const one = cutting[side];
  const places = Math.abs(by) === 2 ? one.sentences : one.words;
  const stops = [0, ...places.filter((place) => place > 0), one.text.length];
  const next = by > 0 ? stops.find((place) => place > one.at) : stops.findLast((place) => place < one.at);
  one.at = next ?? one.at;
  draw(side);
};

// Asks where to cut; `from` is the cut that is wanted on one side, the other one is proposed.
export const split = async (pair, from = null) => {
  const query = from ? `?${from.side}=${from.at}` : "";
  const proposed = await piece(address("cut", keyOf(pair)) + query);
  if (!proposed) return;
  if (proposed.said) { say(proposed.said, { wrong: true }); return; }
  const box = dialog("cut");
  for (const side of ["zh", "en"]) {
    const text = textOf(pair, side).textContent;
    const holder = box.querySelector(`[data-side="${side}"]`);
    cutting[side] = {
      text,
      at: units(text, proposed[side]),
      sentences: proposed.sentences[side].map((count) => units(text, count)),
      words: wordsIn(text, side === "zh" ? "zh" : "en"),
      box: holder.querySelector(".cut-text"),
    };
    cutting[side].box.lang = textOf(pair, side).lang;
    holder.hidden = !text;
    draw(side);
  }
  const waits = closed(box);
  const first = from?.side === "zh" ? "en" : from?.side ?? "zh";
  (cutting[first].text ? cutting[first] : cutting[first === "zh" ? "en" : "zh"]).box.focus();
  if ((await waits) !== "split") return;
  await perform({ do: "split", pair: keyOf(pair), ...Object.fromEntries(
    ["zh", "en"].map((side) => [side, points(cutting[side].text, cutting[side].at)]),
  ) });
};

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -2, ArrowDown: 2 };
dialog("cut").addEventListener("keydown", (event) => {
  const side = event.target.closest(".cut-text")?.parentElement.dataset.side;
  if (!side) return;
  if (event.key in STEPS) step(side, STEPS[event.key]);
  else if (event.key === "Home") { cutting[side].at = 0; draw(side); }
  else if (event.key === "End") { cutting[side].at = cutting[side].text.length; draw(side); }
  else if (event.key === "Enter") dialog("cut").close("split");
  else return;
  event.preventDefault();
});
dialog("cut").addEventListener("click", (event) => {
  const side = event.target.closest("[data-side]")?.dataset.side;
  if (!side) return;
  if (event.target.dataset.step) { step(side, Number(event.target.dataset.step)); return; }
  const spot = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const range = spot ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = spot?.offsetNode ?? range?.startContainer;
  const offset = spot?.offset ?? range?.startOffset;
  if (!node || !cutting[side].box.contains(node)) return;
  const second = node.parentElement.closest(".second");
  cutting[side].at = (second ? cutting[side].box.querySelector(".first").textContent.length : 0) + offset;
  draw(side);
});

// --- Moving, levels, notes ----------------------------------------------------------------------------------------

export const move = (pair) => {
  const box = dialog("move");
  const entries = all(".editor-outline .outline a");
  const items = entries.map((entry) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "act";
    button.dataset.level = entry.dataset.level;
    button.dataset.behind = entry.dataset.last;
    button.append(entry.querySelector(".heading").cloneNode(true));
    item.append(button);
    return item;
  });
  box.querySelector(".places").replaceChildren(...items);
  box.dataset.pair = keyOf(pair);
  show(box);
};
dialog("move").addEventListener("click", async (event) => {
  const button = event.target.closest("[data-behind]");
  if (!button) return;
  const box = dialog("move");
  const pair = Number(box.dataset.pair);
  box.close();
  const level = pairOf(pair)?.dataset.level;
  await perform({ do: "move", pair, behind: Number(button.dataset.behind), whole: level !== "0" });
});
// In a list of buttons, arrows go from one to the next.
for (const name of ["move", "menu", "level"]) {
  dialog(name).addEventListener("keydown", (event) => {
    const buttons = all("li button, .editor-verbs button[data-level]", dialog(name));
    const at = buttons.indexOf(document.activeElement);
    const by = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || at < 0) return;
    event.preventDefault();
    buttons[(at + by + buttons.length) % buttons.length].focus();
  });
}

export const level = (pair) => {
  dialog("level").dataset.pair = keyOf(pair);
  show(dialog("level"));
};
const setLevel = (wanted) => {
  const box = dialog("level");
  box.close();
  perform({ do: "level", pair: Number(box.dataset.pair), level: Number(wanted) });
};
dialog("level").addEventListener("click", ({ target }) => {
  const wanted = target.closest("[data-level]")?.dataset.level;
  if (wanted !== undefined) setLevel(wanted);
});
dialog("level").addEventListener("keydown", ({ key }) => { if (/^[0-6]$/.test(key)) setLevel(key); });

export const note = async (pair) => {
  const box = dialog("note");
  const area = box.querySelector("textarea");
  area.value = pair.querySelector(".note")?.textContent ?? "";
  const waits = closed(box);
  area.focus();
  if ((await waits) === "keep") await perform({ do: "note", pair: keyOf(pair), text: area.value.trim() });
};
for (const [name, value] of [["note", "keep"], ["insert", "insert"]]) {
  dialog(name).addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dialog(name).close(value);
  });
}

export const remove = async (pair) => {
  const box = dialog("remove");
  const why = box.querySelector("input");
  why.value = "";
  const waits = closed(box);
  why.focus();
  if ((await waits) === "remove") await perform({ do: "remove", pair: keyOf(pair), why: why.value.trim() });
};

// Of the last act, whatever it was: the server says which that is, and whether it isn't too late.
export const why = async () => {
  await settled();
  const about = await piece(address("why"));
  if (!about) return;
  if (about.said) { say(about.said, { wrong: true }); return; }
  const box = dialog("why");
  const field = box.querySelector("input");
  box.querySelector(".about").textContent = about.about;
  field.value = about.why;
  const waits = closed(box);
  field.focus();
  if ((await waits) !== "keep") return;
  const kept = await piece(address("why"), { revision: about.revision, why: field.value.trim() });
  if (kept) say(kept.told ?? kept.said, { wrong: !kept.told });
};

export const insert = async (pair, { above = false } = {}) => {
  const box = dialog("insert");
  const fields = all("textarea", box);
  for (const field of fields) field.value = "";
  const waits = closed(box);
  fields[0].focus();
  if ((await waits) !== "insert") return;
  const where = above ? { above: keyOf(pair) } : { behind: keyOf(pair) };
  await perform({ do: "insert", ...where, zh: fields[0].value.trim(), en: fields[1].value.trim() });
};

// --- Two people at one pair ---------------------------------------------------------------------------------------

// With `again`, what isn't an act is done over theirs by that.
document.addEventListener("editor:conflict", async ({ detail: { act, html, latest, again } }) => {
  const box = dialog("conflict");
  box.replaceChildren(made(html));
  box.onclick = ({ target }) => {
    const value = target.closest("button[value]")?.value;
    if (value === "copy") {
      const mine = ["zh", "en", "text"].map((name) => act[name]).filter((text) => typeof text === "string").join("\n");
      navigator.clipboard?.writeText(mine).then(() => say(words.copied));
    } else if (value) box.close(value);
  };
  const value = await closed(box);
  if (again) {
    await (value === "mine" ? again(latest) : sync());
    return;
  }
  if (value === "mine") {
    const { pair, zh, en } = act;
    if (act.do === "edit") {
      drop(pair);
      await put(pair, Object.fromEntries(Object.entries({ zh, en }).filter(([, text]) => text !== undefined)), latest);
    } else await perform(act, { seen: latest });
    return;
  }
  if (value !== "theirs") {
    // Neither was chosen: what was typed stays in this browser, and is offered again.
    state.waiting.delete(act.pair);
  } else if (act.do === "edit") drop(act.pair);
  if (state.typing?.key === act.pair) {
    for (const side of ["zh", "en"]) state.typing.areas[side].value = state.typing.saved[side];
    close();
  }
  const pair = pairOf(act.pair);
  if (pair) pair.dataset.stamp = "";
  await sync();
});

// --- What takes a whole file back ---------------------------------------------------------------------------------

document.addEventListener("editor:unsure", async ({ detail: { act, html, sure } }) => {
  const box = dialog("unsure");
  box.replaceChildren(made(html));
  if ((await closed(box)) === "sure") await perform({ ...act, sure });
});

document.addEventListener("editor:contested", ({ detail: key }) => {
  const number = pairOf(key)?.querySelector(".number a").textContent;
  say(filled(words.contested, { number }), { wrong: true });
});

// --- What stands beside a pair: its history, other versions, sentences -----------------------------------------------

const side = dialog("side");

// One after another, as all acts: what is sent is put together once all that was done before is on the page.
const fill = (url, body = null, then = () => {}) => inLine(async () => {
  const told = await piece(url, body && asked(body()));
  if (!told) return null;
  if (told.html) side.replaceChildren(made(told.html));
  if (told.page) {
    merge(told.page, { focus: false });
    say(told.page.said, { undoes: told.page.undoes });
  }
  if (told.said) say(told.said, { wrong: true });
  if (told.unsure) {
    side.close();
    document.dispatchEvent(new CustomEvent("editor:unsure", { detail: { act: body().act, ...told.unsure } }));
    return told;
  }
  then();
  return told;
});

const beside = async (name, pair) => {
  if (!(await fill(address(name, keyOf(pair))))) return;
  side.dataset.pair = keyOf(pair);
  show(side);
  (side.querySelector("[data-focus]") ?? side.querySelector("button"))?.focus();
};

export const history = (pair) => beside("pair-history", pair);
export const versions = (pair) => beside("versions", pair);
export const beads = (pair) => beside("beads", pair);

const bead = (act) => {
  const index = Math.max(0, all(".beads > li", side).findIndex((item) => item.getAttribute("aria-current")));
  const acts = {
    m: { do: "bead_merge", bead: index },
    s: { do: "bead_split", bead: index, ...halves(index) },
    z: { do: "bead_edge", bead: index, side: "zh", by: 1 },
    Z: { do: "bead_edge", bead: index, side: "zh", by: -1 },
    e: { do: "bead_edge", bead: index, side: "en", by: 1 },
    E: { do: "bead_edge", bead: index, side: "en", by: -1 },
    f: { do: "bead_shift", bead: index, side: "en", by: 1 },
    F: { do: "bead_shift", bead: index, side: "en", by: -1 },
    r: { do: "bead_anew" },
    u: { do: "undo" },
    U: { do: "redo" },
  };
  return acts[act];
};

// A bead is cut behind the first sentence of each side; one sentence alone goes with the first part.
const halves = (index) => {
  const texts = all(".beads > li", side)[index].querySelectorAll(".bead-text");
  return Object.fromEntries([...texts].map((text) => [text.dataset.side, Number(text.dataset.second)]));
};

const goBead = (by) => {
  const items = all(".beads > li", side);
  const at = items.findIndex((item) => item.getAttribute("aria-current"));
  const next = items[Math.min(Math.max(at + by, 0), items.length - 1)];
  items[at]?.removeAttribute("aria-current");
  next?.setAttribute("aria-current", "true");
  next?.scrollIntoView({ block: "nearest" });
  if (items.length) side.querySelector(".beads").focus({ preventScroll: true });
};

const doBead = (name) => {
  if (!settings.editable || !bead(name)) return;
  const key = Number(side.dataset.pair);
  let at = 0;
  fill(address("beads", key), () => {
    const act = bead(name);
    at = all(".beads > li", side).findIndex((item) => item.getAttribute("aria-current"));
    return { act: ["undo", "redo"].includes(act.do) ? act : { ...act, pair: key } };
  }, () => {
    const items = all(".beads > li", side);
    items.forEach((item) => item.removeAttribute("aria-current"));
    items[Math.min(Math.max(at, 0), items.length - 1)]?.setAttribute("aria-current", "true");
    side.querySelector(".beads")?.focus({ preventScroll: true });
  });
};

side.addEventListener("keydown", (event) => {
  if (!side.querySelector(".beads") || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("button, a") && ["Enter", " "].includes(event.key)) return;
  const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (by) goBead(by);
  else if (bead(event.key)) doBead(event.key);
  else return;
  event.preventDefault();
});

const restore = async (key, revision, why, seen = undefined) => {
  const told = await fill(address("pair-history", key), () => ({ revision, why, ...(seen === undefined ? {} : { seen }) }));
  if (told?.page || told?.conflict) side.close();
  if (!told?.conflict) return;
  const again = (latest) => restore(key, revision, why, latest);
  document.dispatchEvent(new CustomEvent("editor:conflict", { detail: { act: { pair: key }, again, ...told.conflict } }));
};

side.addEventListener("click", async ({ target }) => {
  const item = target.closest(".beads > li");
  const button = target.closest("button");
  if (item) goBead(all(".beads > li", side).indexOf(item) - all(".beads > li", side).findIndex((one) => one.getAttribute("aria-current")));
  else if (button?.dataset.bead) doBead(button.dataset.bead);
  else if (button?.dataset.version) {
    side.close();
    await perform({ do: "version", pair: Number(side.dataset.pair), index: Number(button.dataset.version) });
  } else if (button?.dataset.restore) {
    const why = side.querySelector("[name=why]")?.value ?? "";
    await restore(Number(side.dataset.pair), Number(button.dataset.restore), why);
  } else if (button?.dataset.close !== undefined) side.close();
});
