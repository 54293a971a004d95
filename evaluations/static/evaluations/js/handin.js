// Handing the report in: the page looks for what is missing, asks once more, and puts the whole form
// into the outbox; from there it is sent. While it waits there, the form rests.

import { lackingEvidence, onItsWay } from "./evidence.js";
import { controls, form, isChoice, label, names, place, read, unmark } from "./fields.js";
import { differ, letGo, settled, written } from "./keep.js";
import { drop, outbox, put, waiting } from "./outbox.js";
import { isMended } from "./outbox_rows.js";
import { Store, digest } from "./phone.js";
import { isAnswered, missing } from "./routing.js";

const { dataset } = document.getElementById("handin");
const { report } = document.getElementById("keep").dataset;
const dialog = document.getElementById("send-now");
const MOST = 8; // links; more are no summary

// Ticks and notes have the same name everywhere.
const isBeside = (name) => /^(declared|note)\./.test(name);
const keyOf = (name) => name.replace(/^[qc]\./, "");
const nameOf = (key) => [`q.${key}`, `c.${key}`, key].find((name) => place(name));
const target = (field) => (field.id ? field : field.querySelector("[id]")).id;

function mark(field, words) {
  unmark(field);
  field.classList.add("invalid");
  const line = document.getElementById("handin-fault").content.firstElementChild.cloneNode(true);
  line.id = `${target(field)}-fault`;
  line.querySelector("[data-words]").textContent = words;
  field.append(line);
  const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" "));
  field.setAttribute("aria-describedby", [...described.add(line.id)].join(" ").trim());
}

// Says on top what stands in the way, with a link to each question that it is about.
function refuse(sentence, fields, { aboutAttempts = false } = {}) {
  form.querySelector(".error-summary")?.remove();
  const summary = document.getElementById("handin-summary").content.firstElementChild.cloneNode(true);
  summary.querySelector("[data-why]").textContent = sentence;
  const list = summary.querySelector("ul");
  for (const field of fields.slice(0, MOST)) {
    const link = document.createElement("a");
    link.href = `#${target(field)}`;
    link.textContent = label(field.dataset.name);
    list.append(document.createElement("li"));
    list.lastElementChild.append(link);
  }
  const more = summary.querySelector("[data-more]");
  more.hidden = fields.length <= MOST;
  more.textContent = more.textContent.replace("{count}", fields.length - MOST);
  summary.querySelector("[data-attempts]").hidden = !aboutAttempts;
  form.prepend(summary);
  form.dispatchEvent(new Event("refused"));
  summary.focus();
}

async function hasAttempt() {
  if (Number(dataset.attempts) > 0) return true;
  return (await new Store("attempts").all(report).catch(() => [])).length > 0;
}

// As the server counts: by characters, however many units they take.
const isTooLong = ({ name, value }) =>
  name.startsWith("c.") && [...value].length > Number(dataset.longest);
const fieldOf = (control) => control.closest("[data-name]");
const tooLong = () => [...form.querySelectorAll("textarea")].filter(isTooLong).map(fieldOf);

function lackOf(field) {
  if ("evidence" in field.dataset) return dataset.notAdded;
  return field.querySelector("textarea") ? dataset.noWords : dataset.noAnswer;
}

async function check() {
  const lacking = missing();
  const unshown = await lackingEvidence();
  form.querySelectorAll("[data-name].invalid").forEach(unmark);
  form.querySelector(".error-summary")?.remove();
  for (const field of lacking) {
    mark(field, lackOf(field));
  }
  for (const field of unshown) mark(field, dataset.notAdded);
  const long = tooLong();
  for (const field of long) mark(field, dataset.tooLong);
  if (lacking.length > 0) refuse(dataset.missing, lacking);
  else if (unshown.length > 0) refuse(dataset.noEvidence, unshown);
  else if (long.length > 0) refuse(dataset.noFitting, long);
  else if (!(await hasAttempt())) refuse(dataset.noAttempt, [], { aboutAttempts: true });
  else dialog.showModal();
}

function answerOf(name) {
  const text = read(name);
  const isWhole = "whole" in place(name).dataset && Number.isInteger(Number(text));
  return isWhole ? Number(text) : text;
}

async function filled() {
  const all = [...names()];
  const given = all.filter((name) => name.startsWith("q.") && read(name) !== "");
  const words = all.filter((name) => name.startsWith("c."));
  return {
    test_call: report,
    answered: isAnswered(),
    answers: Object.fromEntries(given.map((name) => [keyOf(name), answerOf(name)])),
    comments: Object.fromEntries(words.map((name) => [keyOf(name), read(name)])),
    revision: Number(form.elements.revision.value),
    replaces: dataset.replaces,
    recognised: recognised(),
    beside: Object.fromEntries(
      all.filter((name) => isBeside(name) && read(name).trim()).map((name) => [name, read(name)]),
    ),
    on_its_way: await onItsWay(),
  };
}

function inWords(name) {
  const chosen = controls(name).find((one) => isChoice(one) && one.checked);
  return chosen ? chosen.closest("label").textContent.trim() : read(name);
}

// What is asked with the sending itself; who hands over a form that no call takes is not asked.
function recognised() {
  const asked = new FormData(document.getElementById("recognised"));
  if (!asked.has("recognised")) return null;
  return { yes: asked.get("recognised") === "yes", words: asked.get("recognised_words") ?? "" };
}

async function handIn({ isOver = false } = {}) {
  // What was typed a moment ago is on its way on its own: the form is sent after it. Of a call that
  // is over nothing is saved any more, and the form goes as it is; what is written down only after
  // that would be told to her as lost.
  await (isOver ? written() : settled());
  const body = JSON.stringify(await filled());
  const said = [...names()].filter((name) => inWords(name).trim() !== "");
  await put({
    report,
    company: dataset.company,
    key: dataset.evaluation,
    url: dataset.url,
    form: location.pathname,
    receipt: dataset.receipt,
    state: "waiting",
    body,
    hash: await digest(body),
    words: said.map((name) => [label(name), inWords(name)]),
  });
}

// A refusal that she can mend takes the report out of the outbox: it is a form again.
async function mend(row) {
  const { problem } = row;
  await drop(report);
  if (problem.code === "draft_changed") {
    const byName = (values = {}) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [nameOf(key), value]));
    const [held, values, said_on] = [problem.held, problem.values, problem.said_on].map(byName);
    if (!(await differ({ held, values, said_on, revision: problem.revision }))) {
      await settled();
      await put({ ...row, state: "waiting", problem: null });
      return;
    }
    refuse(problem.title, Object.keys(problem.values).map(nameOf).map(place));
    return;
  }
  const faults = (problem.errors ?? []).filter(({ name }) => nameOf(name));
  const fields = faults.map(({ name }) => place(nameOf(name)));
  for (const field of fields) {
    const isMissing = read(field.dataset.name).trim() === "";
    const words = lackOf(field);
    mark(field, isMissing ? words : dataset.noFit);
  }
  refuse(problem.title, fields, { aboutAttempts: fields.length === 0 });
}

async function follow(detail = {}) {
  if (detail.report === report && detail.received) {
    await letGo();
    location.assign(dataset.receipt);
    return;
  }
  const row = (await waiting()).find((one) => one.report === report);
  form.hidden = Boolean(row);
  if (row?.state === "refused" && isMended(row.problem)) await mend(row);
  // The desk has all of it.
  if (row?.problem?.code === "call_ended") await letGo();
}

form.addEventListener("submit", (event) => {
  if (!event.submitter?.hasAttribute("data-send")) return;
  event.preventDefault();
  check();
});
form.addEventListener("click", ({ target: control }) => {
  if (!control.closest("[data-hand-over]")) return;
  handIn({ isOver: true }).catch(() => refuse(dataset.noRoom, []));
});
// The last words are saved in vain as she leaves their field to press the button: to be told the same
// again would take it away from under her finger.
form.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const isSaid = detail.target.querySelector("[data-hand-over]");
  if (isSaid && detail.serverResponse.includes("data-hand-over")) detail.shouldSwap = false;
});
form.addEventListener("input", ({ target: control }) => {
  const field = control.closest("[data-name].invalid");
  if (isTooLong(control)) mark(fieldOf(control), dataset.tooLong);
  else if (field && read(field.dataset.name).trim() !== "") unmark(field);
});
dialog.querySelector("[data-later]").addEventListener("click", () => dialog.close());
dialog.querySelector("[data-now]").addEventListener("click", () => {
  if (!document.getElementById("recognised").reportValidity()) return;
  dialog.close();
  handIn().catch(() => refuse(dataset.noRoom, []));
});
outbox.addEventListener("changed", ({ detail }) => follow(detail).catch(() => {}));
follow().catch(() => {});
