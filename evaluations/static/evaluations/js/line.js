// One line of what is on its way: a copy of the template that says how it stands.

// Stands on every page of hers, so it says whom it is about; what was kept before it did, does not.
export function made(template, stands, about = "") {
  const line = template.content.querySelector(`[data-when="${stands}"]`).cloneNode(true);
  const name = document.createElement("p");
  name.className = "outbox-company";
  name.textContent = about;
  if (about) line.querySelector("p").before(name);
  return line;
}

export function link(line, selector, address) {
  const found = line.querySelector(selector);
  if (found) found.href = address;
}

// What she wrote, each answer under its question.
export function list(line, words) {
  const place = line.querySelector("dl");
  for (const [label, said] of place ? words : []) {
    const [term, definition] = ["dt", "dd"].map((name) => document.createElement(name));
    term.textContent = label;
    definition.textContent = said;
    place.append(term, definition);
  }
}

export const clock = (at) =>
  new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
