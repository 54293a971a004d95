// The form of a slip: what stands in it is written into this phone while she writes, is there again
// when she comes back, and is sent off without leaving the page.

import { drop, isOff, keep, sendOff, slipOf, slips } from "./slips.js";

const form = document.querySelector("form[data-slip]");
const path = location.pathname;
const PAUSE = 300; // ms after a key, however many follow: a killed browser loses less than a second
let at = 0;
let timer = 0;
let isSending = false;

const controls = () => [...form.elements].filter(({ name }) => name && name !== "csrfmiddlewaretoken");
const isTicked = ({ type }) => type === "radio" || type === "checkbox";
const isSaid = (control) =>
  control.type !== "hidden" && Boolean(isTicked(control) ? control.checked : control.value.trim());

// Each answer under its question, to be read where the form is not.
function words(control) {
  const label = control.labels[0]?.textContent.trim() ?? "";
  if (!isTicked(control)) return [label, control.value];
  return [control.closest("fieldset")?.querySelector("legend")?.textContent.trim() ?? "", label];
}

function row(state) {
  const said = controls().filter(isSaid);
  const fields = controls()
    .filter((control) => !isTicked(control) || control.checked)
    .map(({ name, value }) => [name, value]);
  // Of two tabs the later one counts, whatever the clock does.
  at = Math.max(Date.now(), at + 1);
  const title = document.querySelector("h1").textContent.trim();
  const { slip: about, then } = form.dataset;
  return { path, state, fields, words: said.map(words), title, about, then, at };
}

async function write() {
  if (controls().some(isSaid)) await keep(row("typed"));
  else await drop(path);
}

// One after another, and none before what the phone holds has been looked at.
let writing = Promise.resolve();
const next = (work) => (writing = writing.then(work).catch(() => {}));

function remember() {
  clearTimeout(timer);
  timer = 0;
  next(write);
}

const rememberSoon = () => (timer ||= setTimeout(remember, PAUSE));

// What she typed while the phone was looking stands below what it holds.
const beside = ({ value, defaultValue }, kept) =>
  !value.trim() || value === defaultValue || kept.includes(value) ? kept : `${kept}\n${value}`;

function fill({ fields }, isFirst) {
  for (const control of controls()) {
    const given = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (isTicked(control)) control.checked = given.includes(control.value);
    else if (given.length > 0) control.value = isFirst ? beside(control, given[0]) : given[0];
  }
}

// This page may have stood behind another one of the same form. What has been sent off is not to be
// written on by chance.
async function restore(isFirst) {
  const kept = await slipOf(path);
  form.hidden = isOff(kept);
  if (!kept || kept.at <= at) return;
  at = kept.at;
  fill(kept, isFirst);
}

async function sendIt(event) {
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  timer = 0;
  const outcome = await writing.then(() => sendOff(row("waiting"))).catch(() => "refused");
  isSending = false;
  if (outcome === "received") location.assign(form.dataset.then);
  // The server's own page says what to correct; also where the phone keeps nothing.
  else if (outcome === "refused") form.submit();
  else document.getElementById("slips").scrollIntoView({ block: "center" });
}

if (form) {
  // What the server has just answered is newer than what the phone holds.
  next("answered" in form.dataset ? write : () => restore(true));
  form.addEventListener("input", rememberSoon);
  form.addEventListener("submit", sendIt);
  addEventListener("pagehide", () => timer && remember());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") next(() => restore(false));
    else if (timer) remember();
  });
  slips.addEventListener("changed", ({ detail: { received } }) => {
    next(() => restore(false));
    // It went by itself, while she looked at it.
    if (received?.path === path && received.at === at) location.assign(form.dataset.then);
  });
}
