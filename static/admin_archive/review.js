// The review page by keyboard: J and K walk the pairs, U shows the unsure alone, [ and ] lead to the other files.

const typing = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;

function step(by) {
  const rows = [...document.querySelectorAll("#review-pairs tbody tr[id]")];
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement?.closest("tr"));
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1);
  rows[next].focus({ preventScroll: true });
  rows[next].scrollIntoView({ block: "center" });
}

function filter() {
  const links = [...document.querySelectorAll("#review-pairs .review-filters a[data-filter]")];
  const unsure = links.find((link) => link.search.includes("show=unsure"));
  const chosen = unsure?.getAttribute("aria-current") === "true";
  (chosen ? links[0] : unsure)?.click();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  u: filter,
  "[": () => document.querySelector('.review-turn a[data-key="["]')?.click(),
  "]": () => document.querySelector('.review-turn a[data-key="]"]')?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const act = KEYS[event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    act();
  }
});

// What was typed and not kept yet isn't lost by a slip.
let unsaved = false;
document.addEventListener("input", (event) => {
  if (event.target.closest(".review-fields, .review-choices")) unsaved = true;
});
document.addEventListener("submit", () => {
  unsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
