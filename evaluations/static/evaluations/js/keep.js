// What a shopper types is written into this phone's own database at once, and leaves it only when
// the server has shown that it holds the same words, by sending their SHA-256 back.
//
// A record is one field of one report: what was typed, and the digest of what the server held when
// she began, with the draft's revision in which it told so. From these the page tells on its next
// visit whether the words have to be sent, are there already, or were answered elsewhere since; then
// she is asked and nothing is replaced. Digests of what the record held earlier, and the key under
// which the server was told, tell her own words from those of another device.

import { ask, asked, settle } from "./choice.js";
import { DEVICE, device, isOwn, recall } from "./device.js";
import { controls, form, isChoice, nameOf, read, write } from "./fields.js";
import { showLeft } from "./left.js";
import { Store, digest } from "./phone.js";
import { whenLifted } from "./press.js";
import { Retry, isForNow, renewToken } from "./sending.js";
import * as server from "./told.js";

const keep = document.getElementById("keep");
const report = keep.dataset.report;
const records = new Map();
const waiting = new Map();
const renewed = new Set();
const queued = new Set();
const PAUSE = 300; // ms after a key, however many follow: a killed browser loses less than a second
const MOST_EARLIER = 50;
const SETTLING = 30; // tenths of a second
const retry = new Retry(sendAll);

const phone = new Store("typed");
if (form) form.elements[DEVICE].value = device.key;

// What only she can end is said until a save comes through: a link must not go under her finger.
let stuck = "";

const here = () => location.pathname + location.hash;

// What the page says: where the words are, and what to do when they cannot go on.
const show = (trouble = stuck) => whenLifted("kept", () => say(trouble));

function say(trouble) {
  const open = [...records.keys()].filter((name) => !asked.has(name));
  const said = document.getElementById("kept");
  if (!said) return;
  // Both stand in one place. Why something was refused is said there too, and stays in sight.
  const saved = document.getElementById("saved");
  said.hidden = !trouble && (open.length === 0 || Boolean(saved.querySelector(".error")));
  saved.hidden = !said.hidden;
  const words = trouble || (navigator.onLine ? "here" : "offline");
  for (const one of said.children) one.hidden = one.dataset.when !== words;
  // Back to where she types, when it suits her.
  said.querySelector("[data-sign-in]").search = new URLSearchParams({ next: here() });
}

async function remember(name) {
  clearTimeout(waiting.get(name));
  waiting.delete(name);
  const last = records.get(name);
  const { before, at, earlier = [] } = last ?? server.told(name);
  const record = { report, name, value: read(name), before, at, earlier };
  records.set(name, record);
  settle(name);
  show();
  try {
    if (last) earlier.push(await digest(last.value));
    earlier.splice(0, earlier.length - MOST_EARLIER);
    // Meanwhile it may have been received, or gone on: what stands now is what is written.
    if (records.has(name)) await phone.put(records.get(name));
  } catch {
    show("nothing");
  }
}

async function forget(name) {
  records.delete(name);
  settle(name);
  await phone.drop([report, name]);
}

async function followOn(name, seen = server.told(name)) {
  if (!records.has(name)) return;
  const record = { ...records.get(name), ...seen };
  records.set(name, record);
  await phone.put(record);
}

// One that waits for its turn takes the newest words along: a second would only be in the way.
function send(name) {
  if (queued.has(name)) return;
  queued.add(name);
  controls(name)[0]?.closest("[hx-post]")?.dispatchEvent(new Event("resend"));
}

function sendAll() {
  retry.stop();
  for (const name of records.keys()) if (!asked.has(name)) send(name);
}

async function use(record) {
  const { name, value } = record;
  write(name, value);
  records.set(name, { ...record, ...server.told(name) });
  await remember(name);
  send(name);
}

async function dropIt({ name }) {
  await forget(name);
  show();
}

const askWhich = (record) => ask(record, { use, drop: dropIt });

// Bring what the phone holds into the form.
function apply() {
  for (const record of records.values()) {
    const { name, value } = record;
    if (controls(name).length === 0 || waiting.has(name)) continue;
    if (server.isSeen(record)) {
      followOn(name).catch(() => show("nothing"));
      write(name, value);
      send(name);
    } else {
      askWhich(record);
    }
  }
  show();
}

// Let go of what was received; what is typed from here on follows on it.
async function noteReceived(name, theirs, at) {
  const record = records.get(name);
  const value = read(name);
  const isSaid = (await digest(value)) === theirs && read(name) === value;
  if (isSaid) {
    // It need not be kept, if it is not yet.
    clearTimeout(waiting.get(name));
    waiting.delete(name);
    await server.noteReceived({ name, value, theirs, at });
  }
  const isHeld = isSaid || (await digest(record?.value)) === theirs;
  // Written down meanwhile: the same words have come as well, others have not.
  const last = records.get(name);
  const isSame = last === record || (isSaid && last?.value === value);
  if (last && isHeld && isSame) await forget(name);
  // What was told since the answer came she may not have had before her.
  else await followOn(name, { before: theirs, at });
}

async function begin() {
  await recall(report);
  if (form) form.elements[DEVICE].value = device.key;
  await server.catchUp();
  for (const record of await phone.all(report)) {
    if ((await digest(record.value)) === server.told(record.name).before) await phone.drop([report, record.name]);
    else if (!records.has(record.name)) records.set(record.name, record);
  }
  if (!form) return showLeft(records, server, forget);
  apply();
  // Her choice is wanted, whichever section it is in.
  const [first] = asked;
  if (first) location.hash = `keep-${first}`;
  return undefined;
}

form?.addEventListener("input", ({ target }) => {
  if (nameOf(target) === undefined) return;
  if (isChoice(target)) remember(target.name);
  else if (!waiting.has(target.name)) {
    waiting.set(target.name, setTimeout(remember, PAUSE, target.name));
  }
});

for (const moment of ["pagehide", "visibilitychange"]) addEventListener(moment, () => written(), true);

// With every save goes what the field said before her: the server replaces nothing else. What is sent
// is written down first: words that come through without their answer are known again as her own.
form?.addEventListener("htmx:configRequest", ({ detail, target }) => {
  const name = nameOf(target);
  queued.delete(name);
  if (waiting.has(name)) remember(name);
  if (!name) return;
  const { before, at } = records.get(name) ?? server.told(name);
  detail.headers.Seen = before || "nothing";
  detail.headers["Seen-Revision"] = at ?? "";
});

form?.addEventListener("kept", async ({ detail, detail: { revision: at } }) => {
  retry.reset();
  renewed.clear();
  stuck = "";
  if (detail.has_seen_all) await server.noteSeenAll(at);
  for (const [name, theirs] of Object.entries(detail.held)) {
    server.hear(name, theirs, at);
    await noteReceived(name, theirs, at);
  }
  show();
  // The way is free again for what else waits.
  if (retry.isWaiting) sendAll();
});

// Another device was faster: its answer goes into the form, and she says which of the two counts.
// Answers whether she has to.
export async function differ({ held: theirs, values, said_on: by = {}, revision: at }) {
  for (const [name, value] of Object.entries(values)) {
    // The newest words are asked about, also those that are not written down yet.
    if (waiting.has(name)) remember(name);
    const record = records.get(name) ?? { report, name, value: read(name), ...server.told(name) };
    server.hear(name, theirs[name], at);
    if (isOwn(record, theirs[name], by[name])) {
      await followOn(name);
      send(name);
      continue;
    }
    write(name, value);
    if (record.value === value || asked.has(name)) continue;
    records.set(name, record);
    // At once: a key in between would be taken for her answer.
    askWhich(record);
    await phone.put(record);
  }
  show();
  return asked.size > 0;
}

// Everything typed so far is written down on this phone.
export const written = () => Promise.all([...waiting.keys()].map(remember));

// Everything typed so far has been received, or will not be before the network is back.
export async function settled() {
  await written();
  for (let turn = 0; turn < SETTLING && navigator.onLine; turn += 1) {
    if ([...records.keys()].every((name) => asked.has(name))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// The whole form was received: what it held need not be kept.
export async function letGo() {
  const same = [...records.values()].filter(({ name, value }) => read(name) === value);
  await Promise.all(same.map(({ name }) => forget(name)));
  await server.letGo();
}

async function renew(name) {
  const isRenewed = !renewed.has(name) && (await renewToken().catch(() => false));
  if (!isRenewed) return show((stuck = "stale"));
  renewed.add(name);
  return send(name);
}

// The session is over: she goes on typing, and signs in when it suits her.
form?.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!event.detail.xhr.getResponseHeader("HX-Redirect")) return;
  event.preventDefault();
  show((stuck = "signed-out"));
});
// What came in may be why nothing is saved.
form?.addEventListener("htmx:afterSwap", () => show());
form?.addEventListener("htmx:sendError", () => {
  // Of several that were on their way another may have come through.
  show(records.size > 0 ? "offline" : stuck);
  retry.later();
});
form?.addEventListener("htmx:timeout", () => retry.later());
form?.addEventListener("htmx:responseError", ({ detail, target }) => {
  const { status, responseText } = detail.xhr;
  if (status === 409) differ(JSON.parse(responseText));
  else if (isForNow(status)) retry.later();
  else if (status === 403) renew(nameOf(target));
});
addEventListener("online", sendAll);
// A phone lets nothing run while it is put away.
document.addEventListener("visibilitychange", () => !document.hidden && retry.isWaiting && sendAll());
addEventListener("offline", () => show());

// What this phone holds has come into the form.
export const ready = begin().catch(() => show("nothing"));
