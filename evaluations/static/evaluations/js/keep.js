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
import { controls, form, isChoice, nameOf, read, typedIn, write } from "./fields.js";
import { records, show } from "./kept.js";
import { showLeft } from "./left.js";
import { Store, digest } from "./phone.js";
import { Retry } from "./sending.js";
import { joinTabs, tellTabs } from "./tabs.js";
import * as server from "./told.js";
import { listenForTrouble, noTrouble } from "./trouble.js";

const { report } = document.getElementById("keep").dataset;
const waiting = new Map();
const queued = new Set();
// Typed in before this page knew what the phone holds; null from then on.
let early = form && typedIn();
const PAUSE = 300; // ms after a key, however many follow: a killed browser loses less than a second
const MOST_EARLIER = 50;
const SETTLING = 30; // tenths of a second
const retry = new Retry(sendAll);

const phone = new Store("typed");
if (form) form.elements[DEVICE].value = device.key;

const unsent = (name, value = read(name)) => ({ report, name, value, said: 0, ...server.told(name) });

async function remember(name) {
  clearTimeout(waiting.get(name));
  waiting.delete(name);
  const last = records.get(name);
  const { before, at, earlier = [], said = 0 } = last ?? server.told(name);
  // Of two tabs the later one counts, whatever the clock does.
  const now = Math.max(Date.now(), said + 1);
  const record = { report, name, value: read(name), before, at, earlier, said: now };
  records.set(name, record);
  settle(name);
  show();
  try {
    if (last) earlier.push(await digest(last.value));
    earlier.splice(0, earlier.length - MOST_EARLIER);
    // Meanwhile it may have been received, or gone on: what stands now is what is written.
    if (records.has(name)) await phone.put(records.get(name));
    if (records.has(name)) tellTabs(records.get(name));
  } catch {
    show("nothing");
  }
}

async function forget(name) {
  const { said } = records.get(name) ?? {};
  records.delete(name);
  settle(name);
  await phone.drop([report, name]);
  if (form) tellTabs({ name, value: read(name), said, received: server.told(name) });
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

function sayAnew(name) {
  remember(name);
  send(name);
}

// What stands in the field counts: she has had before her what the server holds.
function choose(record) {
  records.set(record.name, { ...record, ...server.told(record.name) });
  sayAnew(record.name);
}

function use(record) {
  write(record.name, record.value);
  choose(record);
}

async function dropIt(record) {
  const { name } = record;
  // What she typed before she was asked is hers as well.
  if ((await digest(read(name))) === server.told(name).before) await forget(name);
  else choose(record);
  show();
}

const askWhich = (record) => ask(record, { use, drop: dropIt });

// What she typed before the phone's own words were there is kept with them until she has chosen.
function askBeside(record) {
  askWhich(record);
  phone.put({ ...record, beside: read(record.name) }).catch(() => show("nothing"));
}

// Bring what the phone holds into the form.
function apply() {
  for (const { name, beside } of records.values()) {
    if (beside === undefined) continue;
    if (!early.has(name)) write(name, beside);
    early.add(name);
  }
  for (const record of records.values()) {
    const { name, value } = record;
    if (controls(name).length === 0 || waiting.has(name)) continue;
    if (early.has(name) && read(name) !== value) {
      // An option is an answer by one tap; of words she says which count.
      if (isChoice(controls(name)[0])) choose(record);
      else askBeside(record);
    } else if (server.isSeen(record)) {
      followOn(name).catch(() => show("nothing"));
      write(name, value);
      send(name);
    } else {
      askWhich(record);
    }
  }
  for (const name of early) if (!records.has(name)) sayAnew(name);
  early = null;
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
  // Where she is asked which counts, the field says nothing of what the phone holds.
  const isHers = isSaid && !asked.has(name);
  const isHeld = isHers || (await digest(record?.value)) === theirs;
  // Written down meanwhile: the same words have come as well, others have not.
  const last = records.get(name);
  const isSame = last === record || (isHers && last?.value === value);
  if (last && isHeld && isSame) await forget(name);
  // What was told since the answer came she may not have had before her.
  else if (!asked.has(name)) await followOn(name, { before: theirs, at });
}

async function begin() {
  await recall(report);
  if (form) form.elements[DEVICE].value = device.key;
  const passed = await server.catchUp(early);
  for (const record of await phone.all(report)) {
    if ((await digest(record.value)) === server.told(record.name).before) await phone.drop([report, record.name]);
    else records.set(record.name, record);
  }
  for (const { name, value } of passed) if (!records.has(name)) records.set(name, unsent(name, value));
  if (form) apply();
  else showLeft(records, server, forget);
  // Her choice is wanted, whichever section it is in.
  const [first] = asked;
  if (!first) return;
  history.replaceState(history.state, "", `#keep-${first}`);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

form?.addEventListener("input", ({ target }) => {
  if (nameOf(target) === undefined) return;
  if (early) early.add(target.name);
  else if (isChoice(target)) remember(target.name);
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
  await ready;
  retry.reset();
  noTrouble();
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
  await ready;
  for (const [name, value] of Object.entries(values)) {
    // The newest words are asked about, also those that are not written down yet.
    if (waiting.has(name)) remember(name);
    const record = records.get(name) ?? unsent(name);
    server.hear(name, theirs[name], at);
    if (isOwn(record, theirs[name], by[name])) {
      await followOn(name);
      send(name);
      continue;
    }
    write(name, value);
    const isSame = record.value === value;
    if (isSame) await noteReceived(name, theirs[name], at);
    if (isSame || asked.has(name)) continue;
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

addEventListener("online", sendAll);
// A phone lets nothing run while it is put away.
document.addEventListener("visibilitychange", () => !document.hidden && retry.isWaiting && sendAll());
addEventListener("offline", () => show());

// What this phone holds has come into the form.
export const ready = begin().catch(() => {
  for (const name of early ?? []) sayAnew(name);
  early = null;
  show("nothing");
});
listenForTrouble({ retry, send, differ });
joinTabs({ ready, followOn, isTyping: (name) => waiting.has(name) });
