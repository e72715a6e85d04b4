// The bars of the years: drag over them, or move the two handles below, to choose a span. The form beside them does
// the asking, and is all there is where no scripts run.

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

// Where the handles stand. In a sheet of its own: style attributes are refused, and histories would keep them.
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);
const at = {};
const stand = (handle, share) => {
  at[handle.id] = share;
  sheet.replaceSync(Object.entries(at).map(([id, part]) => `#${id} { inset-inline-start: ${part * 100}%; }`).join("\n"));
};

const attach = (bars) => {
  const { first, last, fromLabel, toLabel, value: pattern } = bars.dataset;
  const least = Number(first);
  const most = Number(last);
  if (bars.dataset.ready || least === most) return;
  bars.dataset.ready = "yes";
  const svg = bars.querySelector("svg");
  const form = document.querySelector("#years");
  const { from, to } = form.elements;
  const shown = document.createElement("span");
  const years = [...svg.querySelectorAll("a")];
  const counts = new Map(years.map((bar) => [Number(bar.dataset.year), Number(bar.dataset.count)]));
  let low = clamp(Number(from.value) || least, least, most);
  let high = clamp(Number(to.value) || most, least, most);
  const before = [low, high];

  const place = (handle, year, end) => {
    const said = pattern.replace("{year}", year).replace("{count}", counts.get(year) ?? 0);
    stand(handle, (year - least + end) / (most - least + 1));
    handle.setAttribute("aria-valuenow", year);
    handle.setAttribute("aria-valuetext", said);
  };

  const draw = () => {
    place(start, low, 0);
    place(finish, high, 1);
    start.setAttribute("aria-valuemax", high);
    finish.setAttribute("aria-valuemin", low);
    for (const bar of years) {
      const year = Number(bar.dataset.year);
      bar.classList.toggle("in", year >= low && year <= high);
    }
    const inside = [...counts].reduce((sum, [year, count]) => sum + (year >= low && year <= high ? count : 0), 0);
    const span = low === high ? low : `${low}–${high}`;
    shown.textContent = low === least && high === most ? "" : pattern.replace("{year}", span).replace("{count}", inside.toLocaleString());
  };

  const write = () => {
    from.value = low > least ? low : "";
    to.value = high < most ? high : "";
    // One year at an end is a span of its own, not all from there on.
    if (low === high) from.value = to.value = low;
  };

  const ask = () => {
    if (low === before[0] && high === before[1]) return;
    [before[0], before[1]] = [low, high];
    write();
    form.requestSubmit();
  };

  const handle = (label, id) => {
    const made = document.createElement("span");
    made.id = id;
    made.className = "handle";
    made.tabIndex = 0;
    for (const [name, value] of Object.entries({
      role: "slider",
      "aria-label": label,
      "aria-valuemin": least,
      "aria-valuemax": most,
    })) made.setAttribute(name, value);
    return made;
  };
  const start = handle(fromLabel, "handle-from");
  const finish = handle(toLabel, "handle-to");
  svg.after(start, finish);
  bars.querySelector(".ends").firstElementChild.after(shown);

  const move = (made, year) => {
    if (made === start) low = clamp(year, least, high);
    else high = clamp(year, low, most);
    draw();
  };

  const yearAt = (event) => {
    const { left, width } = svg.getBoundingClientRect();
    return clamp(least + Math.floor(((event.clientX - left) / width) * (most - least + 1)), least, most);
  };

  let timer = 0;
  for (const made of [start, finish]) {
    made.addEventListener("keydown", (event) => {
      const now = made === start ? low : high;
      const to = {
        ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1,
        PageDown: now - 5, PageUp: now + 5, Home: least, End: most,
      }[event.key];
      if (event.key === "Enter") ask();
      if (to === undefined) return;
      event.preventDefault();
      move(made, to);
      clearTimeout(timer);
      timer = setTimeout(ask, 700);
    });
    made.addEventListener("blur", () => { clearTimeout(timer); ask(); });
    made.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      made.focus();
      made.setPointerCapture(event.pointerId);
    });
    made.addEventListener("pointermove", (event) => {
      if (made.hasPointerCapture(event.pointerId)) move(made, yearAt(event));
    });
    made.addEventListener("pointerup", ask);
  }

  let held = null;
  let dragged = false;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    held = yearAt(event);
    dragged = false;
  });
  svg.addEventListener("pointermove", (event) => {
    const year = yearAt(event);
    if (held === null) return;
    if (!dragged && year === held) return;
    if (!dragged) svg.setPointerCapture(event.pointerId);
    dragged = true;
    [low, high] = year < held ? [year, held] : [held, year];
    draw();
  });
  const release = () => {
    if (held !== null && dragged) ask();
    held = null;
  };
  svg.addEventListener("pointerup", release);
  svg.addEventListener("pointercancel", () => {
    held = null;
    [low, high] = before;
    draw();
  });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => {
    if (dragged) event.preventDefault();
    dragged = false;
  });

  draw();
};

const attachAll = () => document.querySelectorAll(".bars").forEach(attach);
document.addEventListener("htmx:afterSettle", attachAll);
// A page that the browser's history brings back has handles without life.
document.addEventListener("htmx:historyRestore", () => {
  for (const bars of document.querySelectorAll(".bars")) {
    bars.querySelectorAll(".handle, .ends > :nth-child(2):not(:last-child)").forEach((made) => made.remove());
    delete bars.dataset.ready;
  }
  attachAll();
});
attachAll();
