// What looks wrong in the report. It is looked for behind the acts, which don't wait for it.

import { Lost, address, all, ask, keyOf, made, pairs, root, state } from "./editor_core.js";

const PAUSE = 400;
let known = { seen: -1, places: [], rows: {}, mends: {}, under: {} };
let asking = null;
let waiting = 0;

// Shows what is known at the pairs of the page, and how much of it stands under each heading.
export const mark = () => {
  for (const pair of pairs()) {
    const html = known.rows[keyOf(pair)] ?? "";
    if ((pair.dataset.doubt ?? "") === html) continue;
    pair.querySelector(":scope > .suspicion")?.remove();
    pair.dataset.doubt = html;
    if (html) pair.append(made(html));
  }
  for (const entry of all(".editor-outline .outline a", root)) {
    const count = known.under[entry.dataset.key];
    entry.querySelector(".wrong")?.remove();
    if (!count) continue;
    const wrong = document.createElement("span");
    wrong.className = "wrong";
    wrong.textContent = `⚠ ${count} `;
    entry.querySelector(".todo").prepend(wrong);
  }
};

const fetched = async () => {
  try {
    const answer = await ask(address("doubts"));
    if (!answer.ok) return;
    known = await answer.json();
    const label = root.querySelector(".editor-count .suspicious");
    label.textContent = known.label;
    label.dataset.count = known.places.length;
    mark();
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
  }
};

// Resolves once what is known is about the report as it is shown.
export const doubts = async () => {
  clearTimeout(waiting);
  asking ??= fetched().finally(() => { asking = null; });
  await asking;
  return known;
};
export const fresh = async () => (known.seen === state.seen ? known : doubts());

// After acts that follow one another quickly it is asked for once.
export const later = () => {
  mark();
  clearTimeout(waiting);
  waiting = setTimeout(doubts, PAUSE);
};
