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

// The list of keys. A key that types a character into a field stays with the field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  event.preventDefault();
  document.querySelector("#keys")?.showModal();
});

// An index that is being built is asked again, as long as somebody looks.
const again = document.querySelector("[data-retry]");
if (again) {
  again.hidden = false;
  setInterval(() => { if (!document.hidden) location.reload(); }, Number(again.dataset.retry) * 1000);
}
