// A term that is selected, or under the pointer: look it up, search it, copy it with its citation.

import { report, taken } from "./reader_place.js";

const box = document.querySelector("#term");
const cites = document.querySelector(".pairs")?.dataset ?? {};
// Longer than this, a selection is a passage, to be copied and not looked up.
const LONGEST = { zh: 20, en: 60 };

const part = (name) => box.querySelector(`[data-do=${name}]`);
const sideOf = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".pair .zh, .pair .en");
const languageOf = (side) => (side.classList.contains("zh") ? "zh" : "en");

let words = null;
let point = null;
let asked = null;

// --- Words --------------------------------------------------------------------------------------------------------

const wordsIn = (root, side) => {
  const cutter = new Intl.Segmenter(side.lang, { granularity: "word" });
  return [...cutter.segment(root.textContent)]
    .filter((one) => one.isWordLike)
    .map((one) => ({ start: one.index, end: one.index + one.segment.length }));
};

const rangeOf = (root, start, end) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const last = at + node.length;
    if (start >= at && start <= last) range.setStart(node, start - at);
    if (end >= at && end <= last) { range.setEnd(node, end - at); break; }
    at = last;
  }
  return range;
};

const select = () => {
  const range = rangeOf(words.root, words.all[words.from].start, words.all[words.to].end);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return range;
};

const wordAt = ({ x, y }) => {
  const caret = document.caretPositionFromPoint?.(x, y);
  const range = caret ? null : document.caretRangeFromPoint?.(x, y);
  const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset];
  const side = sideOf(node);
  if (!side || node.nodeType !== Node.TEXT_NODE) return null;
  const before = document.createRange();
  before.setStart(side, 0);
  before.setEnd(node, offset);
  const at = before.toString().length;
  const all = wordsIn(side, side);
  const index = all.findIndex((word) => word.start <= at && at <= word.end);
  return index < 0 ? null : { root: side, all, from: index, to: index };
};

// --- The box ------------------------------------------------------------------------------------------------------

const put = (range) => {
  const [around, own] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
  const below = around.bottom + 8 + own.height < innerHeight;
  box.style.top = `${Math.max(8, below ? around.bottom + 8 : around.top - own.height - 8)}px`;
  box.style.left = `${Math.max(8, Math.min(around.left, innerWidth - own.width - 8))}px`;
};

const show = ({ renderings, page }, language) => {
  const list = box.querySelector("ul");
  list.replaceChildren(...renderings.slice(0, 5).map(({ text, count }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${box.dataset.search}?q=${encodeURIComponent(text.includes(" ") ? `"${text}"` : text)}`;
    link.textContent = text;
    link.lang = language === "zh" ? "en" : "zh";
    const counted = document.createElement("span");
    counted.className = "count";
    counted.textContent = count;
    item.append(link, counted);
    return item;
  }));
  box.querySelector(".known").hidden = !renderings.length;
  box.querySelector(".none").hidden = renderings.length > 0;
  if (page) {
    part("page").href = page;
    part("page").hidden = false;
  }
};

const lookUp = async (text, language, range) => {
  if (!box.dataset.lookup) return;
  try {
    const answer = await fetch(`${box.dataset.lookup}?q=${encodeURIComponent(text)}`);
    if (answer.ok && asked?.text === text) {
      show(await answer.json(), language);
      put(range);
    }
  } catch {
    // Without an answer the box still searches and copies.
  }
};

const open = (range, focus = false) => {
  const side = sideOf(range.startContainer);
  const text = range.toString().trim();
  const language = side && languageOf(side);
  if (!text || !side || sideOf(range.endContainer) !== side || [...text].length > LONGEST[language]) return false;
  const fresh = asked?.text !== text || !box.matches(":popover-open");
  asked = { text, language, pair: side.closest(".pair") };
  if (fresh) {
    const term = box.querySelector(".asked");
    [term.textContent, term.lang] = [text, side.lang];
    part("search").href = `${box.dataset.search}?q=${encodeURIComponent(text.includes(" ") ? `"${text}"` : text)}`;
    part("page").hidden = true;
    for (const one of box.querySelectorAll(".known, .none")) one.hidden = true;
    box.querySelector("[role=status]").textContent = "";
    lookUp(text, language, range);
  }
  if (!box.matches(":popover-open")) box.showPopover();
  put(range);
  if (focus) part("search").focus();
  return true;
};

// --- What opens it ------------------------------------------------------------------------------------------------

const selected = () => {
  const selection = getSelection();
  return selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
};

const openSelected = () => {
  const range = selected();
  words = null;
  if (range && !box.matches(":popover-open")) open(range);
};

const byKey = () => {
  const sentence = document.activeElement?.closest?.(".s");
  const range = selected();
  if (range && open(range, true)) return;
  const all = sentence ? wordsIn(sentence, sideOf(sentence)) : [];
  // The longest is the likeliest to be meant: words like “we” and “the” are short. Arrow keys lead to the others.
  const longest = all.reduce((best, { start, end }, index) => (end - start > all[best].end - all[best].start ? index : best), 0);
  words = all.length ? { root: sentence, all, from: longest, to: longest } : point && wordAt(point);
  if (words) open(select(), true);
};

const step = (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || !words) return;
  const to = words.to + by;
  if (to < (event.shiftKey ? words.from : 0) || to >= words.all.length) return;
  event.preventDefault();
  words = { ...words, from: event.shiftKey ? words.from : to, to };
  open(select(), true);
};

const copy = async () => {
  const pattern = asked.language === "zh" ? cites.citeZh : cites.citeEn;
  const link = asked.pair.querySelector(".number");
  const said = { number: link.textContent.trim(), address: link.href };
  const citation = pattern.replace(/\{(number|address)\}/g, (_all, name) => said[name]);
  await navigator.clipboard.writeText(asked.language === "zh" ? `“${asked.text}”${citation}` : `“${asked.text}” ${citation}`);
  const status = box.querySelector("[role=status]");
  status.textContent = status.dataset.copied;
};

if (report && box) {
  let waiting = 0;
  let touching = false;
  document.addEventListener("pointermove", (event) => { point = { x: event.clientX, y: event.clientY }; }, { passive: true });
  document.addEventListener("pointerdown", (event) => { touching = event.pointerType === "touch"; });
  // After the event: a box that opens within it is dismissed by it.
  report.addEventListener("pointerup", (event) => { if (event.pointerType !== "touch") setTimeout(openSelected); });
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    if (touching) waiting = setTimeout(openSelected, 600);
  });
  box.addEventListener("keydown", step);
  part("copy").addEventListener("click", copy);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "t" || event.ctrlKey || event.metaKey || event.altKey || taken(event)) return;
    event.preventDefault();
    byKey();
  });
}
