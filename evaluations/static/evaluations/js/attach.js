// A picture goes into this phone's own database first and leaves it once the server has it whole,
// which the server proves by the SHA-256 that it was announced with. It is sent in parts, so a lost
// network or a killed tab costs one part; a reload goes on where it ended.
//
// Of an expense that is not entered yet there is nowhere to send to: its pictures wait on the phone
// under the key that it will have, and the expense's own page sends them.

import { Store, digest } from "./phone.js";
import { whenLifted } from "./press.js";
import { Retry, isForNow, token } from "./sending.js";

const block = document.getElementById("attach");
const { files, list } = block?.dataset ?? {};
const here = document.getElementById("attach-here");
const shown = document.getElementById("attach-list");
const phone = new Store("files");
const rows = new Map();
const PART = 256 * 1024;
const PATIENCE = 60_000; // ms for one answer; a part takes six seconds on slow 3G
const MANY_TODAY = 429; // does not pass before tomorrow
const retry = new Retry(sendAll);
let sending = Promise.resolve();
let adding = Promise.resolve();

const word = (name) =>
  document.getElementById("attach-words").content.querySelector(`[data-word="${name}"]`).textContent.trim();
// The same said of a recording, where it is said otherwise.
const wordOf = (name, kind) => word(kind === "recording" ? `${name}-recording` : name);
const reason = (answer) => answer.title ?? answer.detail ?? "";

// Which pictures there are has changed.
const tell = () => block.dispatchEvent(new Event("files"));

class Stopped extends Error {}
// Another try gives the same answer.
class Refused extends Stopped {}

function say(words) {
  for (const place of document.querySelectorAll("[data-attach-trouble]")) {
    place.textContent = words;
    place.hidden = !words;
  }
}

function row(record) {
  if (rows.has(record.key)) return rows.get(record.key);
  const line = document.getElementById("attach-row").content.firstElementChild.cloneNode(true);
  const other = record.kind === "recording" ? "picture" : "recording";
  line.querySelector(`[data-of="${other}"]`)?.remove();
  line.querySelector("[data-drop]").onclick = () => dismiss(record);
  rows.set(record.key, line);
  here.append(line);
  here.hidden = block.hidden = false;
  return line;
}

function show(record, state, received = 0, trouble = "") {
  const line = row(record);
  for (const one of line.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== state;
  line.querySelector("progress").hidden = state === "stopped" || !files;
  line.querySelector("progress").value = received / record.size;
  line.querySelector(".error").textContent = trouble;
  line.querySelector(".error").hidden = !trouble;
}

async function forget(record) {
  rows.get(record.key)?.remove();
  rows.delete(record.key);
  here.hidden = rows.size === 0;
  await phone.drop([record.report, record.key]).catch(() => {});
  tell();
}

async function ask(record, method, body, headers = {}) {
  const answer = await fetch(`${files}${record.key}/`, {
    method,
    body,
    headers: { "X-CSRFToken": token(), ...headers },
    signal: AbortSignal.timeout(PATIENCE),
  });
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  if (told.code === "wrong_offset") return told;
  if (isForNow(answer.status) && answer.status !== MANY_TODAY) throw new TypeError("later");
  // That nobody answered is on its way too, and may come after the picture.
  if (told.code === "not_with_this_report" && saysNobody()) throw new TypeError("later");
  // So is that somebody did.
  if (told.code === "nobody_to_record" && !saysNobody()) throw new TypeError("later");
  if ([401, 403].includes(answer.status)) throw new Stopped(wordOf("stale", record.kind));
  throw new Refused(reason(told));
}

// Announced again after every break: the answer says how much the server has.
async function send(record) {
  // It says that the network is gone until a part has arrived, not until the next try.
  const state = () => (record.waits ? "offline" : "sending");
  show(record, state());
  const { key, kind, size, sha256, blob } = record;
  const facts = JSON.stringify({ kind, size, sha256 });
  let told = await ask(record, "PUT", facts, { "Content-Type": "application/json" });
  while (rows.has(key) && told.received < size && (told.state ?? "receiving") === "receiving") {
    show(record, state(), told.received);
    const part = blob.slice(told.received, told.received + PART);
    told = await ask(record, "PUT", part, {
      "Content-Type": "application/octet-stream",
      "Upload-Offset": String(told.received),
    });
    record.waits = false;
  }
  if (rows.has(key)) await forget(record);
  await look();
}

async function attempt(record) {
  if (!rows.has(record.key) || record.stopped) return;
  try {
    await send(record);
    retry.reset();
  } catch (error) {
    if (!rows.has(record.key)) return;
    if (error instanceof Stopped) {
      record.stopped = true;
      record.refused = error instanceof Refused;
      show(record, "stopped", 0, error.message);
      await phone.put(record).catch(() => {});
      tell();
    } else {
      record.waits = true;
      show(record, "offline");
      retry.later();
    }
  }
}

const queue = new Map();

// One after the other: a phone has one network.
function enqueue(record) {
  queue.set(record.key, record);
  sending = sending.then(() => attempt(record));
}

function sendAll() {
  retry.stop();
  for (const [key, record] of queue) if (rows.has(key)) enqueue(record);
}

// Its file goes from the phone, and what the server has of it too.
async function dismiss(record) {
  await forget(record);
  if (!files) return;
  await ask(record, "DELETE").catch(() => {});
  await look();
}

const saysNobody = () => document.querySelector('[name="answered"][value="no"]')?.checked;

// What nothing here reads is told before it costs her the network: MPEG-4, AAC, AMR.
const isOtherSound = (bytes) => {
  const head = new TextDecoder("latin1").decode(bytes.slice(0, 12));
  return head.startsWith("ftyp", 4) || /^(ADIF|#!AMR|\xff[\xf0\xf1\xf8\xf9])/.test(head);
};

async function add(file, { kind, largest }) {
  if (file.size === 0) return say(word("empty"));
  if (file.size > largest) return say(wordOf("large", kind));
  const bytes = await file.arrayBuffer();
  if (kind === "recording" && isOtherSound(bytes)) return say(word("other-recording"));
  const record = {
    report: block.dataset.report,
    draft: !files,
    key: crypto.randomUUID(),
    kind: kind || (saysNobody() ? "evidence" : "picture"),
    size: file.size,
    sha256: await digest(bytes),
    blob: new Blob([bytes]),
  };
  show(record, "waiting");
  const isKept = await phone.put(record).then(() => true, () => false);
  if (!isKept) say(word("nothing"));
  tell();
  if (files) enqueue(record);
  else if (!isKept) await forget(record);
}

// Once every picture that was chosen is on the phone.
export const added = () => adding;

// The expense that is being typed has this key from now on: its pictures go with it, and so do
// those of a page that was left, unless their expense is among the `entered`.
export async function rename(key, entered = []) {
  block.dataset.report = key;
  for (const record of await phone.all()) {
    if (!record.draft || record.report === key || entered.includes(record.report)) continue;
    const renamed = { ...record, report: key };
    await phone.put(renamed);
    await phone.drop([record.report, record.key]);
    rows.get(record.key)?.remove();
    rows.delete(record.key);
    show(renamed, "waiting");
  }
}

// The list as the server has it by now; asked again while a picture is being checked.
async function look() {
  if (!list) return;
  const answer = await fetch(list).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const told = await answer.text();
  whenLifted(shown, () => bring(told));
}

// A question that she has not answered yet stays as it is.
function bring(told) {
  const open = [...shown.querySelectorAll("[data-remove]:not([data-sure])")];
  shown.innerHTML = told;
  for (const { dataset } of open) {
    const button = shown.querySelector(`[data-remove="${dataset.remove}"]`);
    if (button) makeSure(button);
  }
  tell();
  watch();
}

function makeSure(button) {
  button.textContent = button.dataset.sure;
  delete button.dataset.sure;
}

function watch() {
  for (const button of shown.querySelectorAll("[data-remove]")) button.hidden = false;
  if (shown.querySelector("[data-waits]")) setTimeout(look, 3_000);
}

// The second tap removes: a thumb slips.
shown?.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-remove]");
  if (!button) return;
  if (button.dataset.sure) return makeSure(button);
  say("");
  await ask({ key: button.dataset.remove }, "DELETE").catch(({ message }) => say(message));
  await look();
});

async function begin() {
  for (const input of document.querySelectorAll("[data-pictures]")) {
    const wanted = {
      kind: input.dataset.pictures,
      largest: Number(input.dataset.largest ?? block.dataset.largest),
    };
    input.closest("label").hidden = false;
    input.addEventListener("change", async () => {
      say("");
      const chosen = [...input.files];
      input.value = "";
      for (const file of chosen) adding = adding.then(() => add(file, wanted)).catch(() => {});
    });
  }
  watch();
  for (const record of await phone.all(block.dataset.report)) {
    show(record, "waiting");
    if (files) enqueue({ ...record, stopped: false });
  }
}

addEventListener("online", sendAll);
if (block) begin().catch(() => say(word("nothing")));
