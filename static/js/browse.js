// Lists and the table of the archive change in place: a link or form that leads to the same page is fetched, and the
// part of the page that it changes takes the place of the old one. The addresses are those that work without scripts.

let request = null;
let shown = location.search;

const show = async (address, id) => {
  request?.abort();
  request = new AbortController();
  shown = new URL(address, location.href).search;
  const old = document.getElementById(id);
  const focused = document.activeElement?.id;
  old.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: request.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (!answer.ok || !fresh) return location.assign(address);
    const left = old.scrollLeft;
    old.replaceWith(fresh);
    // Other languages are offered of what is shown now.
    document.querySelector(".languages")?.replaceWith(page.querySelector(".languages"));
    fresh.scrollLeft = left;
    const again = focused && document.getElementById(focused);
    if (again && again !== document.activeElement) again.focus({ preventScroll: true });
    // Some screen readers say nothing of a status that came with its words already in it.
    const status = fresh.querySelector("[role=status]");
    if (status) setTimeout(() => status.replaceChildren(...[...status.childNodes].map((node) => node.cloneNode(true))), 150);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
  return undefined;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-swap] a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.href);
  if (address.pathname !== location.pathname || address.origin !== location.origin) return;
  event.preventDefault();
  history.pushState({ swapped: true }, "", address);
  show(address, link.closest("[data-swap]").id);
  if (link.closest(".pages")) link.closest("[data-swap]").scrollIntoView();
});

// A list is sifted while one types, and the address goes along.
let timer = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-swap-form]");
  if (!form || event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const address = new URL(location.href);
    // What is looked for by name is looked for everywhere, from the first page on.
    for (const name of ["page", "level", "scope"]) address.searchParams.delete(name);
    for (const [name, value] of new FormData(form)) {
      if (value.trim()) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
    show(address, form.dataset.swapForm);
  }, 200);
});

// A way back within the page, as to its content by the skip link, changes no list.
addEventListener("popstate", () => {
  const part = document.querySelector("[data-swap]");
  if (part && location.search !== shown) show(location.href, part.id);
});
