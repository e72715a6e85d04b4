// Sentence by sentence: the one that is pointed at, tapped, or reached by keyboard lights up with its counterpart.

import { edge, report, taken } from "./reader_place.js";

const panel = document.querySelector("#other-side");
const visible = (element) => element.getClientRects().length > 0;
const side = (element) => element.closest(".zh, .en");
const together = (sentence) => [...sentence.closest(".pair").querySelectorAll(`.s[data-s="${sentence.dataset.s}"]`)];
const other = (sentence) => together(sentence).find((one) => side(one) !== side(sentence));
const sentences = (language) => [...document.querySelectorAll(`.pair .${language} .s`)];

let lit = null;
let pointer = "mouse";

const inView = (element) => {
  const box = element.getBoundingClientRect();
  return visible(element) && box.top < innerHeight - 20 && box.bottom > 0;
};

/** Show a counterpart that can't be seen where it stands: hidden by the layout, or off the screen of a phone. */
const reveal = (sentence) => {
  const counterpart = sentence && other(sentence);
  panel.hidden = !counterpart || inView(counterpart);
  if (panel.hidden) return;
  panel.textContent = counterpart.textContent;
  panel.lang = side(counterpart).lang;
  panel.className = `other-side ${side(counterpart).classList.contains("zh") ? "zh" : "en"}`;
};

const light = (sentence) => {
  if (sentence === lit) return;
  for (const one of report.querySelectorAll(".s.lit")) one.classList.remove("lit");
  lit = sentence;
  if (sentence) for (const one of together(sentence)) one.classList.add("lit");
  reveal(sentence);
};

const focused = () => document.activeElement?.closest?.(".s") ?? null;

/** One sentence at a time can be reached by Tab, and it is described by its counterpart. */
const settle = (sentence) => {
  for (const one of report.querySelectorAll(".s[tabindex]")) {
    one.tabIndex = -1;
    one.removeAttribute("aria-describedby");
  }
  for (const one of report.querySelectorAll(".s[id]")) one.removeAttribute("id");
  if (!sentence) return;
  sentence.tabIndex = 0;
  const counterpart = other(sentence);
  if (!counterpart) return;
  counterpart.id = "counterpart";
  sentence.setAttribute("aria-describedby", "counterpart");
};

const enter = (sentence) => {
  if (!sentence) return;
  settle(sentence);
  sentence.focus({ preventScroll: true });
  const box = sentence.getBoundingClientRect();
  const bar = document.querySelector(".bar").getBoundingClientRect().bottom;
  if (box.top < bar || box.bottom > innerHeight - 40) sentence.scrollIntoView({ block: "center", behavior: "instant" });
};

const along = (sentence, step) => {
  const row = sentences(side(sentence).classList.contains("zh") ? "zh" : "en").filter(visible);
  return row[row.indexOf(sentence) + step];
};

const KEYS = {
  ArrowDown: (sentence) => enter(along(sentence, 1)),
  ArrowUp: (sentence) => enter(along(sentence, -1)),
  ArrowRight: (sentence) => { const there = other(sentence); if (there && visible(there)) enter(there); },
  Escape: (sentence) => { sentence.blur(); light(null); },
};
KEYS.ArrowLeft = KEYS.ArrowRight;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  const sentence = focused();
  if (sentence && KEYS[event.key] && !document.querySelector(":popover-open")) {
    event.preventDefault();
    KEYS[event.key](sentence);
  } else if (event.key === "s" && !taken(event)) {
    event.preventDefault();
    const all = [...report.querySelectorAll(".s")].filter(visible);
    enter(all.find((one) => one.getClientRects()[0].top >= edge()) ?? all.at(-1));
  }
});

report?.addEventListener("focusin", (event) => {
  const sentence = event.target.closest(".s");
  light(sentence);
  if (sentence) settle(sentence);
});

report?.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  light(event.target.closest(".s") ?? focused());
});

report?.addEventListener("pointerleave", (event) => {
  if (event.pointerType !== "touch") light(focused());
});

// What is dragged over belongs to the language in which dragging began: two columns are two texts.
document.addEventListener("pointerdown", (event) => {
  pointer = event.pointerType;
  if (!report) return;
  const text = event.target.closest?.(".pair .zh, .pair .en");
  if (text) report.dataset.selecting = text.classList.contains("zh") ? "zh" : "en";
  else if (!event.target.closest?.("[popover]")) delete report.dataset.selecting;
});

document.addEventListener("click", (event) => {
  if (pointer !== "touch" || !report) return;
  const sentence = event.target.closest(".s");
  light(sentence && !sentence.classList.contains("lit") ? sentence : null);
});

const begin = () => {
  light(null);
  settle([...report.querySelectorAll(".s")].find(visible));
};

if (report) {
  begin();
  document.addEventListener("reader:changed", begin);
}
