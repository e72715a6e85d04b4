// What the pages add where scripts run; all of it can be done without.

const typing = (element) => element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);

const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

// Whoever speaks to a computer, or hits keys by accident, can do without keys of one character: they are stopped here,
// before any other module gets them.
const OFF = "single-keys-off";
const kept = () => { try { return localStorage.getItem(OFF); } catch { return null; } };
window.addEventListener("keydown", (event) => {
  if (event.key.length === 1 && plain(event) && !typing(event.target) && kept()) event.stopImmediatePropagation();
}, true);
const keys = document.querySelector("#single-keys");
if (keys) {
  keys.checked = !kept();
  keys.addEventListener("change", () => {
    try {
      if (keys.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch {
      keys.checked = true; // a browser that keeps nothing keeps the keys
    }
  });
}
document.querySelector("#show-keys")?.addEventListener("click", () => document.querySelector("#keys").showModal());

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const box = document.querySelector("#q, #finder");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// What a form leaves empty has no place in an address.
document.addEventListener("submit", ({ target: form }) => {
  if (form.method !== "get") return;
  const empty = [...form.elements].filter((field) => field.name && field.name !== "q" && !field.disabled && field.value === "");
  empty.forEach((field) => { field.disabled = true; });
  setTimeout(() => empty.forEach((field) => { field.disabled = false; }));
}, true);

// A paragraph's number is its permanent link. Following it here needs no way round by the server, and the view stays.
document.addEventListener("click", (event) => {
  const number = event.target.closest("a[data-anchor]");
  if (!number || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.hash = number.parentElement.id;
});

// The same page in another language, where the reader is by now: scripts change the address without the page. Where the
// address has no language in it, as at the sign-in, the link says it in its own way.
document.addEventListener("click", (event) => {
  const language = event.target.closest("a[data-language]");
  if (!language || language.pathname === location.pathname) return;
  Object.assign(language, { search: location.search, hash: location.hash });
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
