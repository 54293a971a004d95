// On a phone one section a screen. Which one stands in the address after the #: so the browser's
// back button leads to the section before, and a link to a question opens the section it is in.

import { form } from "./fields.js";
import { missing, needed } from "./routing.js";

const nav = document.getElementById("steps");
const details = nav.querySelector("details");
const summary = nav.querySelector("summary");
const list = nav.querySelector("ol");
const line = nav.querySelector("template");
const back = form.querySelector("[data-back]");
const next = form.querySelector("[data-next]");
const all = [...form.querySelectorAll("[data-step]")];
let current = all[0];

const heading = (step) => document.getElementById(step.dataset.step);
const isOpen = (step) => !step.closest("[hidden]");
const among = (fields, step) => fields.filter((field) => step.contains(field)).length;

function entry(step) {
  const item = line.content.firstElementChild.cloneNode(true);
  const [link, lacks, done] = item.children;
  const count = among(missing(), step);
  link.href = `#${step.dataset.step}`;
  link.textContent = heading(step).textContent;
  if (step === current) link.setAttribute("aria-current", "step");
  lacks.textContent = lacks.dataset.missing.replace("{count}", count);
  lacks.hidden = count === 0;
  done.hidden = count > 0 || among(needed(), step) === 0;
  return item;
}

function lead(link, step) {
  link.hidden = !step;
  if (step) link.href = `#${step.dataset.step}`;
}

function show() {
  const open = all.filter(isOpen);
  if (!open.includes(current)) [current] = open;
  for (const step of all) step.classList.toggle("current", step === current);
  const number = open.indexOf(current);
  summary.textContent = summary.dataset.words
    .replace("{number}", number + 1)
    .replace("{count}", open.length);
  list.replaceChildren(...open.map(entry));
  lead(back, open[number - 1]);
  lead(next, open[number + 1]);
  form.classList.toggle("at-end", number === open.length - 1);
}

function go() {
  const target = document.getElementById(location.hash.slice(1));
  const step = target?.closest("[data-step]") ?? (location.hash ? null : all[0]);
  if (!step || !isOpen(step)) return;
  current = step;
  details.open = false;
  show();
  if (!target) return;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "start" });
}

form.classList.add("stepped");
nav.hidden = false;
form.addEventListener("routed", show);
// The same link once more changes nothing in the address.
form.addEventListener("click", ({ target }) => {
  if (target.closest('a[href^="#"]')?.hash === location.hash) go();
});
addEventListener("hashchange", go);
show();
if (location.hash) go();
