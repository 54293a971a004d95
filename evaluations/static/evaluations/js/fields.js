// The fields of a report's form, by the names that the server knows them under.

export const form = document.getElementById("report");

const isKept = (name) => /^(answered$|q\.|c\.|declared\.|note\.)/.test(name ?? "");
const isTick = (control) => control.type === "checkbox";
export const isChoice = (control) => control.type === "radio" || isTick(control);
export const controls = (name) => [...(form?.elements ?? [])].filter((one) => one.name === name);
export const names = () => new Set([...form.elements].map((one) => one.name).filter(isKept));
// Fields in which something else stands than the page was sent with.
const isTypedIn = (one) =>
  isChoice(one) ? one.checked !== one.defaultChecked : one.value !== one.defaultValue;
export const typedIn = () =>
  new Set([...form.elements].filter((one) => isKept(one.name) && isTypedIn(one)).map(({ name }) => name));
export const nameOf = (element) =>
  [element, ...element.querySelectorAll("[name]")].find((one) => isKept(one.name))?.name;

export function read(name) {
  const [first, ...others] = controls(name);
  if (!first) return "";
  const tick = [first, ...others].find(isTick);
  if (tick) return tick.checked ? tick.value : "";
  if (!isChoice(first)) {
    return first.type === "number" && first.value ? String(Number(first.value)) : first.value;
  }
  return [first, ...others].find((one) => one.checked)?.value ?? "";
}

export function write(name, value) {
  for (const control of controls(name)) {
    if (isTick(control)) {
      control.checked = Boolean(value);
      if (value) control.value = value;
    } else if (control.type === "hidden") continue;
    else if (isChoice(control)) control.checked = control.value === value;
    else control.value = value;
  }
  form.dispatchEvent(new Event("written"));
}

export const place = (name) => form.querySelector(`[data-name="${CSS.escape(name)}"]`);
// What stood in the way of sending does no more.
export function unmark(field) {
  field.classList.remove("invalid");
  field.querySelector(".error")?.remove();
}

export const label = (name) => {
  const words = place(name)?.querySelector("legend, label")?.cloneNode(true);
  words?.querySelector(".optional")?.remove();
  return words?.textContent.trim() ?? "";
};
