// Buttons that copy what stands in another element, and say so. Without scripts they are hidden, and text is selected.

const status = document.querySelector("[data-copied]");

const put = async (text, source) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Over plain HTTP there is no clipboard: what is selected can still be copied.
  getSelection().selectAllChildren(source);
  if (!document.execCommand("copy")) throw new Error("not copied");
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || !status) return;
  const source = document.getElementById(button.dataset.copy);
  // Emptied first, so that the same word is told again.
  status.textContent = "";
  try {
    await put(source.textContent, source);
    const label = button.textContent;
    status.textContent = button.textContent = status.dataset.copied;
    if (label !== button.textContent) setTimeout(() => { button.textContent = label; }, 2000);
  } catch {
    getSelection().selectAllChildren(source);
    status.textContent = status.dataset.failed;
  }
});
