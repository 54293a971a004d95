// What a shopper types is written into this phone's own database at once, and leaves it only when
// the server has shown that it holds the same words, by sending their SHA-256 back.
//
// A record is one field of one report: what was typed, and the digest of what the server held when
// she began. From the two the page tells on its next visit whether the words have to be sent, are
// there already, or were answered otherwise elsewhere; then she is asked and nothing is replaced.

import { Store, digest } from "./phone.js";

const keep = document.getElementById("keep");
const report = keep.dataset.report;
const { held, labels } = JSON.parse(document.getElementById("keep-held").textContent);
const form = document.getElementById("report");
const records = new Map();
const waiting = new Map();
const asked = new Set();
const applied = new Set();
const PAUSE = 150; // ms after the last key: a killed browser loses less than a second
const LONGEST_WAIT = 60_000;
let wait = 2_000;
let retry = 0;

const phone = new Store("typed");

const isKept = (name) => /^(answered$|q\.|c\.)/.test(name ?? "");
const controls = (name) => [...(form?.elements ?? [])].filter((one) => one.name === name);
const fieldOf = (element) =>
  [element, ...element.querySelectorAll("[name]")].find((one) => isKept(one.name))?.name;
const isChoice = (control) => control.type === "radio";

function read(name) {
  const [first, ...others] = controls(name);
  if (isChoice(first)) return [first, ...others].find((one) => one.checked)?.value ?? "";
  return first.type === "number" && first.value ? String(Number(first.value)) : first.value;
}

function write(name, value) {
  for (const control of controls(name)) {
    if (isChoice(control)) control.checked = control.value === value;
    else control.value = value;
  }
}

// What the page says: where the words are, and what to do when they cannot go on.
function show(trouble = "") {
  const open = [...records.keys()].filter((name) => !asked.has(name));
  const said = document.getElementById("kept");
  if (!said) return;
  said.hidden = open.length === 0 && !trouble;
  // Why something was refused is said there too, and stays in sight.
  const saved = document.getElementById("saved");
  saved.hidden = !said.hidden && !saved.querySelector(".error");
  const words = trouble || (navigator.onLine ? "here" : "offline");
  for (const one of said.children) one.hidden = one.dataset.when !== words;
}

async function remember(name) {
  clearTimeout(waiting.get(name));
  waiting.delete(name);
  const before = records.get(name)?.before ?? held[name] ?? "";
  const record = { report, name, value: read(name), before };
  records.set(name, record);
  applied.add(name);
  settle(name);
  show();
  try {
    await phone.put(record);
  } catch {
    show("nothing");
  }
}

async function forget(name) {
  records.delete(name);
  settle(name);
  await phone.drop([report, name]);
}

async function followOn(name, theirs) {
  if (!records.has(name)) return;
  const record = { ...records.get(name), before: theirs };
  records.set(name, record);
  await phone.put(record);
}

// She has answered anew or chosen: the question which of two answers counts is over.
function settle(name) {
  asked.delete(name);
  document.getElementById(`keep-${name}`)?.remove();
}

function send(name) {
  controls(name)[0]?.closest("[hx-post]")?.dispatchEvent(new Event("resend"));
}

function sendAll() {
  clearTimeout(retry);
  for (const name of records.keys()) if (!asked.has(name)) send(name);
}

function sendLater() {
  clearTimeout(retry);
  retry = setTimeout(sendAll, wait * (0.5 + Math.random() / 2));
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

function ask(record) {
  const place = controls(record.name)[0].closest(".field");
  const choice = document.getElementById("keep-choice").content.firstElementChild.cloneNode(true);
  const same = controls(record.name).find((one) => isChoice(one) && one.value === record.value);
  choice.id = `keep-${record.name}`;
  choice.querySelector("q").textContent = same?.closest("label").textContent.trim() ?? record.value;
  choice.querySelector("[data-use]").onclick = async () => {
    write(record.name, record.value);
    records.set(record.name, { ...record, before: held[record.name] ?? "" });
    await remember(record.name);
    send(record.name);
  };
  choice.querySelector("[data-drop]").onclick = async () => {
    await forget(record.name);
    show();
  };
  asked.add(record.name);
  place.querySelector("legend, label").after(choice);
}

// Bring what the phone holds into the form, as far as its questions are on the page by now.
function apply() {
  for (const record of records.values()) {
    const { name, value, before } = record;
    if (controls(name).length === 0 || waiting.has(name) || asked.has(name)) continue;
    if (applied.has(name)) {
      // The server made this question anew before it had her answer.
      if (read(name) !== value) write(name, value);
      continue;
    }
    applied.add(name);
    if (before === (held[name] ?? "")) {
      write(name, value);
      send(name);
    } else {
      ask(record);
    }
  }
  show();
}

// A page without the form: what did not reach the report is shown, so that it can be copied.
function tell() {
  const left = document.getElementById("keep-left");
  const list = left.querySelector("dl");
  for (const { name, value } of records.values()) {
    const label = document.createElement("dt");
    const words = document.createElement("dd");
    label.textContent = labels[name] ?? "";
    words.textContent = value;
    list.append(label, words);
  }
  left.hidden = records.size === 0;
  left.querySelector("[data-drop]").onclick = async () => {
    await Promise.all([...records.keys()].map(forget));
    left.hidden = true;
  };
}

async function begin() {
  for (const record of await phone.all(report)) {
    if ((await digest(record.value)) === (held[record.name] ?? "")) await phone.drop([report, record.name]);
    else if (!records.has(record.name)) records.set(record.name, record);
  }
  if (form) apply();
  else tell();
}

form?.addEventListener("input", ({ target }) => {
  if (!isKept(target.name)) return;
  clearTimeout(waiting.get(target.name));
  if (isChoice(target)) remember(target.name);
  else waiting.set(target.name, setTimeout(remember, PAUSE, target.name));
});

for (const moment of ["pagehide", "visibilitychange"]) {
  addEventListener(moment, () => [...waiting.keys()].forEach(remember), true);
}

// With every save goes what the field said before her: the server replaces nothing else.
form?.addEventListener("htmx:configRequest", ({ detail, target }) => {
  const name = fieldOf(target);
  if (name) detail.headers.Seen = (records.get(name)?.before ?? held[name]) || "nothing";
});

form?.addEventListener("kept", async ({ detail }) => {
  wait = 2_000;
  for (const [name, theirs] of Object.entries(detail.held)) {
    held[name] = theirs;
    const record = records.get(name);
    if (!record) continue;
    if ((await digest(record.value)) === theirs && records.get(name) === record) await forget(name);
    // What is typed from here on follows on what was received just now.
    else await followOn(name, theirs);
  }
  show();
});

// Another device was faster: its answer goes into the form, and she says which of the two counts.
function differ({ held: theirs, values }) {
  for (const [name, value] of Object.entries(values)) {
    held[name] = theirs[name];
    write(name, value);
    const record = records.get(name);
    if (record && !asked.has(name)) ask(record);
  }
  show();
}

form?.addEventListener("htmx:sendError", () => (show("offline"), sendLater()));
form?.addEventListener("htmx:timeout", sendLater);
form?.addEventListener("htmx:responseError", ({ detail }) => {
  const { status, responseText } = detail.xhr;
  if (status === 409) differ(JSON.parse(responseText));
  else if (status >= 500 || [408, 425, 429].includes(status)) sendLater();
  else if (status === 403) show("stale");
});
form?.addEventListener("htmx:afterSettle", apply);
addEventListener("online", sendAll);
addEventListener("offline", () => show());

begin().catch(() => show("nothing"));
