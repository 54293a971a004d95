// The answer about the wait follows the clock: the page's word on it, and the attempts that this
// phone holds, so also without a network. Another answer needs a note, which the routing asks for.

import { load, news, rows } from "./attempts.js";
import { form, place, read } from "./fields.js";
import { ready } from "./keep.js";
import { isAnswered } from "./routing.js";
import { since, two } from "./times.js";

const field = form.querySelector("[data-bands]");
const note = place("note.wait");
const { report } = document.getElementById("keep").dataset;
const bands = field ? JSON.parse(field.dataset.bands) : [];
const last = { begun: Date.parse(field?.dataset.since) || 0, waited: field?.dataset.waited ?? "" };
let told = "";

// The last attempt that reached somebody; a row that has been received is remembered here.
function look() {
  for (const row of rows.values()) {
    if (row.call !== report || row.gone || !row.answered_at) continue;
    const begun = Date.parse(row.started_at);
    if (begun < last.begun) continue;
    last.begun = begun;
    last.waited = row.wait_seconds ?? since(row.started_at, Date.parse(row.answered_at));
  }
}

function answerOf(waited) {
  const found = bands.find(([, from, below]) => from <= waited && (below === null || waited < below));
  return found?.[0] ?? "";
}

function tell() {
  const hint = document.getElementById(`${field.id}-hint`);
  const time = `${Math.floor(last.waited / 60)}:${two(last.waited % 60)}`;
  const wait = hint.dataset.minutes.replace("{time}", time);
  hint.hidden = false;
  if (last.waited < 3600) {
    hint.querySelector("[data-told]").textContent = hint.dataset.words.replace("{wait}", wait);
  }
  hint.querySelector("[data-filled]").hidden = !told;
}

function choose(answer) {
  const row = [...field.querySelectorAll("input")].find(({ value }) => value === answer);
  row.checked = true;
  for (const type of ["input", "change"]) row.dispatchEvent(new Event(type, { bubbles: true }));
}

function follow() {
  look();
  if (last.waited === "") return;
  const before = told;
  told = answerOf(Number(last.waited));
  tell();
  const others = [...field.querySelectorAll("input")].map(({ value }) => value);
  note.dataset.is = JSON.stringify(told ? others.filter((value) => value !== told) : []);
  form.dispatchEvent(new Event("written"));
  const given = read(field.dataset.name);
  // Her own answer stays; the clock's follows the clock, and is kept like any other.
  const isUnsaved = given === told && "unsaved" in field.dataset;
  const isOpen = given === "" || (given === before && given !== told) || isUnsaved;
  delete field.dataset.unsaved;
  if (told && isAnswered() && isOpen) choose(told);
}

// What she has typed herself comes into the form first.
if (field) {
  ready.then(() => load().catch(() => {})).then(follow);
  news.addEventListener("change", follow);
  news.addEventListener("received", follow);
}
