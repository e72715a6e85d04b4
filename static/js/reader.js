// The reader's place in a report, and the view of it. What is chosen here is in the address and kept in a cookie that
// the server reads, so that no page has to be laid out twice.

const report = document.querySelector("article.report");
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const PARTS = ["layout", "script", "theme", "size", "measure"];
const YEAR = 365 * 24 * 3600;

// --- Where one is -------------------------------------------------------------------------------------------------

let pairs = all(".pair[id]");
const bar = document.querySelector(".bar");
const top = () => (bar ? bar.getBoundingClientRect().bottom : 0);
const number = (pair) => Number(pair.id.slice(1));

/** The first pair of which something can be seen below the bar. */
export const here = () => {
  const edge = top() + 4;
  let [low, high] = [0, pairs.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pairs[middle].getBoundingClientRect().bottom > edge) high = middle;
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

const headings = () => pairs.filter((pair) => pair.classList.contains("heading"));
let shown = null;

const pointTo = (name, pair) => {
  const link = bar.querySelector(`[data-go=${name}]`);
  if (pair) link.href = `#${pair.id}`;
  else link.removeAttribute("href");
  return link;
};

function follow() {
  const pair = here();
  if (!bar || !pair || pair === shown) return;
  shown = pair;
  const at = number(pair);
  const all_headings = headings();
  const section = all_headings.filter((one) => number(one) <= at).pop();
  const label = pointTo("section", section);
  const said = section?.querySelector(report.dataset.layout === "en" ? ".en" : ".zh") ?? section?.querySelector(".zh, .en");
  label.textContent = said?.textContent ?? "";
  label.lang = said?.lang ?? "";
  pointTo("before", all_headings.filter((one) => number(one) < (section ? number(section) : 0)).pop());
  pointTo("after", all_headings.find((one) => number(one) > at));
  bar.querySelector("progress").value = at;
  const field = bar.querySelector("#jump");
  if (document.activeElement !== field) field.value = at;
  const links = all(".contents a");
  const current = links.filter((link) => Number(link.hash.slice(2)) <= at).pop();
  for (const link of links) if (link !== current) link.removeAttribute("aria-current");
  if (!current) return;
  current.setAttribute("aria-current", "location");
  const box = current.closest(".contents");
  const [inner, outer] = [current.getBoundingClientRect(), box.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
}

const watcher = new IntersectionObserver(() => follow(), { rootMargin: "-64px 0px -40% 0px", threshold: [0, 1] });
const watch = () => {
  watcher.disconnect();
  pairs = all(".pair[id]");
  shown = null;
  for (const pair of pairs) watcher.observe(pair);
  follow();
};

// --- The view -----------------------------------------------------------------------------------------------------

const remembered = () => {
  const kept = document.cookie.split("; ").find((part) => part.startsWith("view="))?.slice(5).replaceAll('"', "") ?? "";
  return Object.fromEntries(kept.split("-").map((part) => part.split(".")).filter(([name]) => PARTS.includes(name)));
};

const remember = (name, value) => {
  const kept = Object.entries({ ...remembered(), [name]: value }).map((part) => part.join(".")).join("-");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `view=${kept}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
};

const address = (name, value) => {
  const url = new URL(location.href);
  url.searchParams.set(name, value);
  return url;
};

/** Let every link of the view and every form carry what the address says now. */
const carry = () => {
  const asked = new URL(location.href).searchParams;
  for (const link of all("[data-set]")) {
    const query = new URLSearchParams(asked);
    query.set(link.dataset.set, link.dataset.value);
    link.href = `?${query}`;
  }
  for (const form of all(".bar form")) {
    for (const field of all("input[type=hidden]", form)) field.remove();
    for (const [name, value] of asked) {
      if (form.elements[name]) continue;
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(field);
    }
  }
};

const showChosen = (name, value) => {
  for (const link of all(`[data-set=${name}]`)) {
    if (link.dataset.value === value) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};

const chosen = (name) => document.querySelector(`[data-set=${name}][aria-current]`)?.dataset.value;

const apply = {
  layout: (value) => { report.dataset.layout = value; },
  size: (value) => { report.dataset.size = value; },
  measure: (value) => { report.dataset.measure = value; },
  theme: (value) => {
    if (value === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
  },
};

/** Fetch the page at an address and put its text in the place of this one's, pair for pair. */
async function swap(url) {
  report.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    inPlace(() => {
      for (const pair of all(".pair[id]", page)) {
        const old = document.getElementById(pair.id);
        if (!old) throw new Error("another report");
        old.className = pair.className;
        old.replaceChildren(...pair.childNodes);
      }
      document.querySelector(".pairs").className = page.querySelector(".pairs").className;
      for (const part of [".opening", ".contents ol", ".notices"]) {
        const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
        if (old && fresh) old.replaceWith(fresh);
      }
      history.replaceState(null, "", url);
      watch();
    });
    carry();
    document.dispatchEvent(new Event("reader:changed"));
  } catch {
    location.assign(url);
  } finally {
    report.removeAttribute("aria-busy");
  }
}

const choose = (name, value) => {
  remember(name, value);
  const url = address(name, value);
  showChosen(name, value);
  if (apply[name]) {
    history.replaceState(null, "", url);
    inPlace(() => { apply[name](value); shown = null; });
    carry();
    document.dispatchEvent(new Event("reader:changed"));
  } else {
    swap(url);
  }
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-set]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.dataset.set, link.dataset.value);
});

/** The choice after or before the one in force; round and round where asked. */
const next = (name, step, round = true) => {
  const values = all(`[data-set=${name}]`).map((link) => link.dataset.value);
  const at = values.indexOf(chosen(name)) + step;
  const value = values[round ? (at + values.length) % values.length : at];
  if (value) choose(name, value);
};

// What the browser remembers shows in the address too: whoever copies it copies the view.
const show = () => {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(remembered())) {
    if (!url.searchParams.has(name) && chosen(name) === value) url.searchParams.set(name, value);
  }
  if (url.href !== location.href) history.replaceState(history.state, "", url);
};

// --- Finding and jumping ------------------------------------------------------------------------------------------

const visible = (element) => element.getClientRects().length > 0;
let mark = null;

const hit = (step) => {
  const marks = all(".pairs mark").filter(visible);
  if (!marks.length) return;
  const edge = top();
  let at = marks.indexOf(mark);
  if (at < 0) {
    const after = marks.findIndex((one) => one.getBoundingClientRect().top >= edge);
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

document.addEventListener("submit", async (event) => {
  const form = event.target.closest(".bar form");
  if (!form) return;
  event.preventDefault();
  if (form.elements.p) {
    const wanted = Number(form.elements.p.value);
    const pair = pairs.find((one) => number(one) >= wanted) ?? pairs.at(-1);
    history.replaceState(null, "", `#${pair.id}`);
    go(pair);
    return;
  }
  const q = form.elements.q.value.trim();
  const asked = new URL(location.href).searchParams.get("q") ?? "";
  if (q && q === asked) { hit(1); return; }
  const url = new URL(location.href);
  if (q) url.searchParams.set("q", q);
  else url.searchParams.delete("q");
  mark = null;
  await swap(url);
  hit(1);
});

// --- Keys ---------------------------------------------------------------------------------------------------------

const typing = (element) => element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
const beside = (step) => go(pairs[pairs.indexOf(document.activeElement.closest?.(".pair") ?? here()) + step]);
const follows = (name) => bar?.querySelector(`[data-go=${name}][href]`);
const year = (rel) => {
  const link = document.querySelector(`.years [rel=${rel}]`);
  if (link) location.assign(`${link.href.split("?")[0]}?near=${here().dataset.pair}`);
};
const field = (selector, panel) => {
  const found = document.querySelector(selector);
  if (!found) return;
  if (panel && !visible(found)) document.querySelector(panel).showPopover();
  found.focus();
  found.select();
};

const KEYS = {
  j: () => beside(1),
  k: () => beside(-1),
  "]": () => go(document.querySelector(follows("after")?.hash || null)),
  "[": () => go(document.querySelector(follows("before")?.hash || null)),
  ">": () => year("next"),
  "<": () => year("prev"),
  g: () => field("#jump"),
  f: () => field("#within", "#finding"),
  n: () => hit(1),
  p: () => hit(-1),
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
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  if (document.querySelector("dialog[open]") || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

if (report && pairs.length) {
  show();
  carry();
  watch();
}
