// One report after the other without a mouse: single keys lead to what the page has anyway.
// None of them sends anything, and they can be switched off (WCAG 2.1.4), on this device.
(() => {
  const KEY = "review-keys";
  const root = document.querySelector("[data-review-keys]");
  if (!root) return;
  const dialog = document.querySelector("[data-review-keys-list]");
  const box = dialog.querySelector("[data-keys-switch]");

  let isOn = true;
  try {
    isOn = localStorage.getItem(KEY) !== "off";
  } catch {
    // Storage is closed in some private windows: the choice then lasts as long as the page.
  }

  const show = () => {
    box.checked = isOn;
    root.querySelector("[data-keys-on]").hidden = !isOn;
    root.querySelector("[data-keys-off]").hidden = isOn;
  };

  const isTyped = () =>
    [...document.querySelectorAll("main textarea")].some((field) => field.value !== field.defaultValue);

  // Nothing typed is left behind by one key: then it leads to the link, and Enter follows it.
  const walk = (direction) => {
    const link = document.querySelector(`.walk a[rel="${direction}"]`);
    if (!link) return;
    if (isTyped()) link.focus();
    else link.click();
  };

  const openPanel = (letter) => {
    const panel = document.querySelector(`#decision summary[accesskey="${letter}"]`)?.closest("details");
    if (!panel) return;
    panel.open = true;
    panel.querySelector("select, textarea").focus();
  };

  let lastFlag = "";
  const nextFlag = () => {
    const flags = [...document.querySelectorAll(".flag-item")];
    const at = flags.findIndex((flag) => flag.id === lastFlag);
    const inTurn = [...flags.slice(at + 1), ...flags.slice(0, at + 1)];
    const next = inTurn.find((flag) => !flag.classList.contains("settled"));
    if (!next) return;
    lastFlag = next.id;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  };

  const keys = {
    j: () => walk("next"),
    k: () => walk("prev"),
    a: () => document.querySelector('#decision [accesskey="a"]')?.focus(),
    r: () => openPanel("r"),
    x: () => openPanel("x"),
    f: nextFlag,
    "?": () => dialog.showModal(),
  };

  // A letter with Shift is another one, but the question mark needs it on most keyboards.
  const letter = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return "";
    if (event.key === "?") return event.key;
    return event.shiftKey ? "" : event.key.toLowerCase();
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (!isOn || isTyping || dialog.open || event.defaultPrevented) return;
    const act = Object.hasOwn(keys, letter(event)) ? keys[letter(event)] : null;
    if (!act) return;
    event.preventDefault();
    act();
  });

  box.addEventListener("change", () => {
    isOn = box.checked;
    try {
      if (isOn) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, "off");
    } catch {
      // As above.
    }
    show();
  });
  root.querySelector("[data-keys-list]").addEventListener("click", () => dialog.showModal());

  // Whoever settles a flag by keyboard goes on from there.
  document.addEventListener("htmx:afterSettle", (event) => {
    const flag = event.target.closest?.(".flag-item");
    if (flag?.id) document.getElementById(flag.id)?.focus({ preventScroll: true });
  });

  show();
  root.hidden = false;
})();
