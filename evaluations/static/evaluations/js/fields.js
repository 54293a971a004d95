// The fields of a report's form, by the names that the server knows them under.

export const form = document.getElementById("report");

const isKept = (name) => /^(answered$|q\.|c\.)/.test(name ?? "");
export const isChoice = (control) => control.type === "radio";
export const controls = (name) => [...(form?.elements ?? [])].filter((one) => one.name === name);
export const names = () => new Set([...form.elements].map((one) => one.name).filter(isKept));
export const nameOf = (element) =>
  [element, ...element.querySelectorAll("[name]")].find((one) => isKept(one.name))?.name;

export function read(name) {
  const [first, ...others] = controls(name);
  if (!first) return "";
  if (!isChoice(first)) {
    return first.type === "number" && first.value ? String(Number(first.value)) : first.value;
  }
  return [first, ...others].find((one) => one.checked)?.value ?? "";
}

export function write(name, value) {
  for (const control of controls(name)) {
    if (isChoice(control)) control.checked = control.value === value;
    else control.value = value;
  }
  form.dispatchEvent(new Event("written"));
}

export const place = (name) => form.querySelector(`[data-name="${CSS.escape(name)}"]`);
export const label = (name) => {
  const words = place(name)?.querySelector("legend, label")?.cloneNode(true);
  words?.querySelector(".optional")?.remove();
  return words?.textContent.trim() ?? "";
};
