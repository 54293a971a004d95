// The question which of two answers counts: one that this phone holds stands beside the received one
// until she has chosen.

import { controls, form, isChoice, nameOf } from "./fields.js";

// The names of the fields that she is asked about.
export const asked = new Set();

const inWords = ({ name, value }) => {
  const same = controls(name).find((one) => isChoice(one) && one.value === value);
  return same?.closest("label").textContent.trim() ?? value;
};

// Words that are asked about are chosen before they are gone on with: a key in the field would be
// her answer, and the phone's own words would go with it. An option is an answer by one tap.
function rest(name, isResting) {
  for (const control of controls(name)) if (!isChoice(control)) control.readOnly = isResting;
}

export function ask(record, { use, drop }) {
  const choice = document.getElementById("keep-choice").content.firstElementChild.cloneNode(true);
  choice.id = `keep-${record.name}`;
  choice.querySelector("q").textContent = inWords(record);
  choice.querySelector("[data-use]").onclick = () => use(record);
  choice.querySelector("[data-drop]").onclick = () => drop(record);
  asked.add(record.name);
  rest(record.name, true);
  const place = controls(record.name)[0].closest(".field");
  place.querySelector("legend, label").after(choice);
}

// She has answered anew or chosen: nothing is asked any more.
export function settle(name) {
  if (asked.delete(name)) rest(name, false);
  document.getElementById(`keep-${name}`)?.remove();
}

// The received answer, which stands in the field meanwhile, is not hers: leaving the field would
// save it as if it were, and the phone's own words would be let go.
form?.addEventListener("htmx:configRequest", (event) => {
  if (asked.has(nameOf(event.target))) event.preventDefault();
});
