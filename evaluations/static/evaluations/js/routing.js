// Which questions are asked follows from the answers, here at once and on the server again: the
// page holds every question that this contact may have. What is hidden keeps its answer.

import { form, place, read } from "./fields.js";

const sections = document.getElementById("sections");
const progress = document.getElementById("progress");
const questions = [...sections.querySelectorAll("[data-name]")];
const comments = [...form.querySelectorAll("[data-name]:not(fieldset)")];

export const isAnswered = () => read("answered") !== "no";

// A condition on another answer holds only while that other question is asked itself.
function isAsked(question) {
  const { when, is } = question.dataset;
  if (!when) return true;
  const other = place(when);
  return Boolean(other) && isAsked(other) && JSON.parse(is).includes(read(when));
}

const isGiven = ({ dataset }) => read(dataset.name).trim() !== "";

// What has to be answered before the report can be sent, in the order of the page.
export function needed() {
  if (!isAnswered()) return [];
  return [...questions, ...comments].filter((one) => "needed" in one.dataset && !one.hidden);
}

export const missing = () => needed().filter((one) => !isGiven(one));

function count() {
  const all = needed();
  const done = all.filter(isGiven).length;
  const { words, nothing } = progress.dataset;
  const said = all.length
    ? words.replace("%(done)d", done).replace("%(total)d", all.length)
    : nothing;
  const bar = progress.querySelector("progress");
  bar.hidden = all.length === 0;
  bar.max = all.length || 1;
  bar.value = done;
  bar.setAttribute("aria-label", said);
  progress.querySelector(".num").textContent = said;
}

function follow() {
  for (const question of questions) question.hidden = !isAsked(question);
  for (const section of sections.children) {
    section.hidden = !section.querySelector("[data-name]:not([hidden])");
  }
  sections.hidden = !isAnswered();
  document.getElementById("nothing-asked").hidden = isAnswered();
  for (const comment of comments) {
    const asked = "needed" in comment.dataset && isAnswered();
    comment.querySelector(".optional").hidden = asked;
  }
  count();
  form.dispatchEvent(new Event("routed"));
}

for (const moment of ["input", "change", "written"]) form.addEventListener(moment, follow);
follow();
