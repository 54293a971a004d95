// Light, dark or as the device: remembered on this device, applied before the first paint.
(() => {
  const KEY = "theme";
  const root = document.documentElement;

  const remembered = () => {
    try {
      return localStorage.getItem(KEY) ?? "";
    } catch {
      return ""; // Storage is closed in some private windows: the device decides.
    }
  };

  const remember = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      return; // The choice then lasts as long as the page.
    }
  };

  const apply = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-set-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
    }
  };

  apply(remembered());

  document.addEventListener("DOMContentLoaded", () => {
    apply(remembered());
    for (const bar of document.querySelectorAll(".theme-switch")) bar.hidden = false;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-theme]");
    if (!button) return;
    remember(button.dataset.setTheme);
    apply(button.dataset.setTheme);
  });
})();
