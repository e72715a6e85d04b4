// Sends files in portions with a bar that tells how far the sending is, and takes dropped files and folders.
// Without it the form sends everything at once and the page loads when all is there.

const PORTION_FILES = 50;
const PORTION_BYTES = 32 * 1024 * 1024;

const form = document.getElementById("upload-files");
const field = form?.querySelector("input[type=file]");
const drop = form?.querySelector(".upload-drop");
const sending = form?.querySelector(".upload-sending");
const error = form?.querySelector(".upload-error");

/** Return the files below what was dropped, each with its path: folders can tell whose report a file is. */
async function below(entry, folder = "") {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ file, path: folder + file.name }];
  }
  const reader = entry.createReader();
  const found = [];
  // A reader hands out its entries by the hundred, and none at the end.
  for (;;) {
    const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!entries.length) break;
    for (const inner of entries) found.push(...(await below(inner, `${folder}${entry.name}/`)));
  }
  return found.filter(({ file }) => !file.name.startsWith("."));
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, path: file.name }));
  return (await Promise.all(entries.map((entry) => below(entry)))).flat();
}

function portions(files) {
  const all = [];
  let size = Infinity;
  for (const one of files) {
    if (size + one.file.size > PORTION_BYTES || all.at(-1).length >= PORTION_FILES) {
      all.push([]);
      size = 0;
    }
    all.at(-1).push(one);
    size += one.file.size;
  }
  return all;
}

/** Return a number of bytes in words, in the unit that suits the whole. */
function size(bytes, whole) {
  const [unit, by] = whole < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  const format = { style: "unit", unit, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang || undefined, format).format(bytes / by);
}

function post(portion, tell) {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "kind", "batch", "encoding"]) body.append(name, form.elements[name].value);
  for (const { file, path } of portion) {
    body.append("file", file);
    body.append("path", path);
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.responseType = "text";
    request.upload.addEventListener("progress", (event) => tell(event.loaded));
    request.addEventListener("error", () => reject(new Error(form.dataset.failed)));
    request.addEventListener("load", () => {
      const json = request.getResponseHeader("Content-Type")?.startsWith("application/json");
      if (!json) {
        reject(new Error(request.responseURL.includes("/login/") ? form.dataset.signedOut : form.dataset.failed));
        return;
      }
      const answer = JSON.parse(request.responseText);
      const problem = answer.error ?? answer.detail;
      if (problem) reject(new Error(problem));
      else resolve(answer.address);
    });
    request.send(body);
  });
}

async function send(files) {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const [bar, text] = [sending.querySelector("progress"), sending.querySelector("span")];
  let sent = 0;
  let address = "";
  const tell = (loaded) => {
    const now = Math.min(total, sent + loaded);
    bar.value = total ? (100 * now) / total : 100;
    text.textContent = form.dataset.sending.replace("%1", size(now, total)).replace("%2", size(total, total));
  };
  error.hidden = true;
  sending.hidden = false;
  form.setAttribute("aria-busy", "true");
  try {
    for (const portion of portions(files)) {
      address = await post(portion, tell);
      sent += portion.reduce((sum, { file }) => sum + file.size, 0);
    }
    window.location.assign(address);
  } catch (problem) {
    sending.hidden = true;
    error.textContent = problem.message;
    error.hidden = false;
  } finally {
    form.removeAttribute("aria-busy");
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    if (!field.files.length) return; // The browser, or the server, says what is missing.
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    send([...field.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
  });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("upload-over");
    });
  }
  drop.addEventListener("dragleave", (event) => {
    if (!drop.contains(event.relatedTarget)) drop.classList.remove("upload-over");
  });
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("upload-over");
    if (form.hasAttribute("aria-busy")) return;
    const files = await dropped(event.dataTransfer);
    if (files.length) await send(files);
  });
}

// Ticking sixty boxes is no work for a person.
const choosing = document.querySelector(".upload-all");
if (choosing && !document.querySelector("#settle .archive-verbs").hidden) {
  choosing.hidden = false;
  choosing.addEventListener("click", (event) => {
    const which = event.target.dataset.choose;
    if (!which) return;
    for (const box of document.querySelectorAll(`input[type=checkbox][form=${choosing.dataset.choices}]`)) {
      box.checked = which === "all";
    }
  });
}
