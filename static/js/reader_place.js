// The reader's place in a report: which pair is being read, and what on the page follows it.

export const report = document.querySelector("article.report");
export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

const bar = document.querySelector(".bar");
let pairs = all(".pair[id]");
let shown = null;

export const number = (pair) => Number(pair.id.slice(1));
const typing = (element) => element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);

/** Whether a key belongs to what is open or has the focus: a field, a panel of the bar, a dialog. */
export const taken = ({ target }) =>
  typing(target) || target.closest?.("[popover], dialog") || document.querySelector(".bar :popover-open, dialog[open]");

/** The edge below which text can be seen. */
export const edge = () => (bar ? bar.getBoundingClientRect().bottom : 0);
/** All pairs in order, as they stand now. */
export const inOrder = () => pairs;

/** The first pair of which something can be seen below the bar. */
export const here = () => {
  const line = edge() + 20;
  let [low, high] = [0, pairs.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pairs[middle].getBoundingClientRect().bottom > line) high = middle;
    else low = middle + 1;
  }
  return pairs[low];
};

/** Do what changes the page, and leave the first visible pair where it was. */
export const inPlace = (change) => {
  const anchor = here();
  const before = anchor?.getBoundingClientRect().top ?? 0;
  const reading = scrollY > 0 && before < innerHeight;
  change();
  const still = anchor && document.getElementById(anchor.id);
  if (reading && still) scrollBy({ top: still.getBoundingClientRect().top - before, behavior: "instant" });
  follow();
};

export const go = (pair) => {
  if (!pair) return;
  pair.scrollIntoView({ block: "start", behavior: "instant" });
  const link = pair.querySelector(".number");
  link.focus({ preventScroll: true });
  follow();
};

const pointTo = (name, pair) => {
  const link = bar.querySelector(`[data-go=${name}]`);
  if (pair) link.href = `#${pair.id}`;
  else link.removeAttribute("href");
  return link;
};

const nameSection = (at) => {
  const headings = pairs.filter((pair) => pair.classList.contains("heading"));
  const section = headings.filter((one) => number(one) <= at).pop();
  const label = pointTo("section", section);
  const said = section?.querySelector(report.dataset.layout === "en" ? ".en" : ".zh") ?? section?.querySelector(".zh, .en");
  label.textContent = said?.textContent ?? "";
  label.lang = said?.lang ?? "";
  pointTo("before", headings.filter((one) => number(one) < (section ? number(section) : 0)).pop());
  pointTo("after", headings.find((one) => number(one) > at));
};

const markContents = (at) => {
  const links = all(".contents a");
  const current = links.filter((link) => Number(link.hash.slice(2)) <= at).pop();
  for (const link of links) if (link !== current) link.removeAttribute("aria-current");
  if (!current) return;
  current.setAttribute("aria-current", "location");
  const box = current.closest(".contents");
  const [inner, outer] = [current.getBoundingClientRect(), box.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
};

function follow() {
  const pair = here();
  if (!bar || !pair || pair === shown) return;
  shown = pair;
  const at = number(pair);
  nameSection(at);
  bar.querySelector("progress").value = pairs.indexOf(pair) + 1;
  for (const link of all("[data-near]", bar)) link.search = `?near=${pair.dataset.pair}`;
  const field = bar.querySelector("#jump");
  if (document.activeElement !== field) field.value = at;
  markContents(at);
}

const margin = `${-Math.round((bar?.offsetHeight ?? 0) + 4)}px 0px -40% 0px`;
const watcher = new IntersectionObserver(follow, { rootMargin: margin, threshold: [0, 1] });

export const watch = () => {
  watcher.disconnect();
  pairs = all(".pair[id]");
  shown = null;
  for (const pair of pairs) watcher.observe(pair);
  follow();
};

// Where the style sheet keeps the contents open, they are open for assistive technology too.
const contents = document.querySelector(".contents details");
const wide = matchMedia("(width >= 75rem)");
const unfold = () => { contents.open = wide.matches; };
if (contents && CSS.supports("selector(::details-content)")) {
  unfold();
  wide.addEventListener("change", unfold);
}
