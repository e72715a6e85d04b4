// What the page of results adds where scripts run: moving from result to result, places sifted by typing, and
// everything around the results kept in step with them when they are swapped for others.

import { remember } from "./recent.js";

const typing = (element) => element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
const links = () => [...document.querySelectorAll(".passage h2 a")];

const step = (by) => {
  const all = links();
  const here = all.findIndex((link) => link.closest("li").contains(document.activeElement));
  const link = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
  if (!link) return;
  link.focus({ preventScroll: true });
  link.closest("li").scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || typing(event.target)) return;
  const onResult = event.target.matches?.(".passage h2 a");
  if (event.key === "j" || (event.key === "ArrowDown" && onResult)) step(1);
  else if (event.key === "k" || (event.key === "ArrowUp" && onResult)) step(-1);
  else return;
  event.preventDefault();
});

// The result that was followed has the focus again when the reader comes back.
const FOLLOWED = "followed-result";
document.addEventListener("click", (event) => {
  const link = event.target.closest(".passage h2 a, .where a");
  if (!link) return;
  try {
    sessionStorage.setItem(FOLLOWED, JSON.stringify([location.href, link.href]));
  } catch {
    // A browser that keeps nothing begins at the top.
  }
});
window.addEventListener("pageshow", (event) => {
  const [navigation] = performance.getEntriesByType("navigation");
  if (!event.persisted && navigation?.type !== "back_forward") return;
  try {
    const [page, followed] = JSON.parse(sessionStorage.getItem(FOLLOWED) ?? "[]");
    const link = page === location.href && [...document.querySelectorAll(".passage h2 a, .where a")].find(({ href }) => href === followed);
    if (link) link.focus({ preventScroll: event.persisted });
  } catch {
    // As above.
  }
});

const sift = (box) => {
  const section = box.closest("section");
  const wanted = box.value.trim().toLowerCase();
  let found = 0;
  for (const top of section.querySelectorAll(".options > li")) {
    const name = (item) => item.querySelector("a").textContent.toLowerCase();
    const parts = [...top.querySelectorAll("details li")];
    const mine = name(top).includes(wanted);
    let inside = 0;
    for (const part of parts) {
      const fits = mine || name(part).includes(wanted);
      part.hidden = !fits;
      inside += fits && !mine;
    }
    const details = top.querySelector("details");
    if (details) details.open = wanted !== "" && inside > 0;
    top.hidden = !mine && !inside;
    found += !top.hidden;
  }
  const others = section.querySelector("#all-places");
  if (others) others.open = wanted !== "";
  section.querySelector(".sifted").hidden = found > 0;
};

document.addEventListener("input", (event) => { if (event.target.id === "sift") sift(event.target); });
document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (box.id !== "sift" || event.isComposing) return;
  if (event.key === "Escape") {
    box.value = "";
    sift(box);
  } else if (event.key === "Enter") {
    event.preventDefault();
    const wanted = box.value.trim().toLowerCase();
    const left = [...box.closest("section").querySelectorAll(".options a:not(.all)")].filter(
      (link) => wanted && !link.closest("[hidden]") && link.textContent.toLowerCase().includes(wanted),
    );
    if (left.length === 1) left[0].click();
  }
});

const arrange = () => {
  const found = document.querySelector("#found");
  if (!found) return;
  document.querySelector("#q").value = found.dataset.q;
  const feed = document.querySelector('link[rel="alternate"][type="application/atom+xml"]');
  if (feed) feed.href = `${new URL(feed.href).pathname}?${found.dataset.query}`;
  remember(found.dataset.q);
};

// What was open stays open in the results that take the place of the old ones, and the focus stays where it was.
let opened = [];
let focused = "";
document.addEventListener("htmx:beforeSwap", () => {
  focused = document.activeElement?.closest("#found [id]")?.id ?? "";
  opened = [...document.querySelectorAll("#found details[id][open]:not(.menu)")].map((details) => details.id);
});

document.addEventListener("htmx:afterSettle", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  document.getElementById(focused)?.focus({ preventScroll: true });
  document.querySelector("#failed").hidden = true;
  arrange();
  const total = document.querySelector("#total");
  if (!total) return;
  // A filter or page that was followed may be gone from the new results: then reading goes on at their total.
  if (document.activeElement === document.body) total.focus({ preventScroll: true });
  // Some screen readers say nothing of a status that came with its words already in it.
  else setTimeout(() => total.replaceChildren(...[...total.childNodes].map((node) => node.cloneNode(true))), 150);
});
document.addEventListener("htmx:historyRestore", arrange);

// An answer that is no page of results (the index is being built) is shown as what it is.
document.addEventListener("htmx:responseError", (event) => { location.assign(event.detail.pathInfo.finalRequestPath); });
document.addEventListener("htmx:sendError", () => { document.querySelector("#failed").hidden = false; });

// A menu closes when something else is done.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

arrange();
