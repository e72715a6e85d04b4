// In a narrow window the rows of a list become cards: each cell is told what its column is called.
const called = [...document.querySelectorAll("#result_list thead th")].map((head) => head.querySelector(".text")?.textContent.trim() ?? "");
for (const row of document.querySelectorAll("#result_list tbody tr")) {
  [...row.cells].forEach((cell, at) => { if (called[at] && !cell.matches(".action-checkbox")) cell.dataset.label = called[at]; });
}
