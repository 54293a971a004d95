// Copy buttons appear where the browser lets a page write to the clipboard; the code itself can be marked anyway.
(() => {
  const reveal = () => {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  };

  document.addEventListener("DOMContentLoaded", reveal);
  document.addEventListener("htmx:load", reveal);

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const box = button.closest(".copyable");
    const said = box.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(box.querySelector("code").textContent.trim());
      said.textContent = button.dataset.copied;
    } catch {
      said.textContent = button.dataset.refused;
    }
  });
})();
