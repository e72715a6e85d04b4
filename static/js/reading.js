// What the pages add where scripts run; all of it can be done without.

const typing = (element) => element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const box = document.querySelector("#q, #finder");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// A paragraph's number is its permanent link. Following it here needs no way round by the server, and the view stays.
document.addEventListener("click", (event) => {
  const number = event.target.closest("a[data-anchor]");
  if (!number || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.hash = number.parentElement.id;
});

// A filter or page that was followed may be gone from the new results: then reading goes on at their total.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) document.querySelector("#total")?.focus({ preventScroll: true });
});
