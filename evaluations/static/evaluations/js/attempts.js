// Attempts on this phone: each tap is stored here first and sent afterwards. A row leaves when the
// server holds the whole attempt.
//
// Instants are the phone's own until the server has answered; then they are the server's, and
// `shift` says how far its clock is from the phone's (ms). A phone that is days wrong counts right.

import { Store, own } from "./phone.js";
import { Retry, isForNow, token } from "./sending.js";

const MOMENTS = ["started_at", "answered_at", "ended_at"];
const SENT = [...MOMENTS, "ending", "wait_seconds", "words", "taken_back"];
const TRUSTED_SKEW = 60_000; // ms, as the server has it
const store = new Store("attempts");
const tabs = new BroadcastChannel(own("attempts"));
const retry = new Retry(send);

export const rows = new Map();
export const news = new EventTarget();
export let trouble = "";
export let keepsNothing = false;
let sending = null;
let measured = null;

const at = (moment) => new Date(moment).toISOString();
export const now = (row) => Date.now() + (row.shift ?? 0);
const tell = (type) => news.dispatchEvent(new Event(type));

// What the phone holds, read anew; what was tapped here and is not stored yet stays. A row that
// another tab has seen received is gone.
export async function load() {
  const stored = await store.all();
  const there = new Set(stored.map(({ key }) => key));
  for (const row of stored) {
    const mine = rows.get(row.key);
    // What was refused for good is not asked again; anything else may pass by now.
    const refused = row.isOver ? row.refused : "";
    const held = { ...row, refused, written: row.changed };
    if (!mine) rows.set(row.key, held);
    else if ((mine.changed ?? 0) <= (row.changed ?? 0)) Object.assign(mine, held);
  }
  const left = [...rows.values()].filter((row) => row.stored && !there.has(row.key));
  for (const { key } of left) rows.delete(key);
  tell(left.length ? "received" : "change");
}

// Whether the last tap would outlive this page.
export const isWritten = (row) => row.written === row.changed;

async function write(row) {
  const { changed } = row;
  try {
    await store.put({ ...row, stored: true });
    Object.assign(row, { stored: true, written: changed });
    tabs.postMessage(row.key);
  } catch {
    keepsNothing = true;
  }
  tell("change");
}

async function forget(row) {
  row.unsent = false;
  rows.delete(row.key);
  await store.drop([row.call, row.key]).catch(() => {});
  tabs.postMessage(row.key);
}

// A tap: the row with its new facts is on the phone before anything is sent.
export async function keep(row, facts) {
  const changed = (row.changed ?? 0) + 1;
  const next = Object.assign(row, facts, { changed, unsent: true, refused: "", isOver: false });
  rows.set(next.key, next);
  tell("change");
  await write(next);
  send();
}

// An attempt that the server knows from elsewhere, so that it goes on without a network too.
export async function adopt(row) {
  rows.set(row.key, row);
  await write(row);
}

export const drop = forget;

// How far the server's clock is from this one; nothing while they are close.
async function skew() {
  const asked = Date.now();
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
  const theirs = Date.parse(answer.headers.get("Date")) - (asked + Date.now()) / 2;
  return Math.abs(theirs) < TRUSTED_SKEW ? 0 : theirs;
}

// As above, asked once a page; null while nobody answers.
export function measure() {
  measured ??= skew().catch(() => (measured = null));
  return measured;
}

// Rows with the server's instants count on its clock; the phone's may have been put right since.
export async function settle() {
  const held = [...rows.values()].filter(({ shift }) => shift !== undefined);
  if (held.length === 0) return;
  const found = await measure();
  for (const row of held) {
    if (found !== null && Math.abs(row.shift - found) > TRUSTED_SKEW) row.shift = found;
  }
}

function take(row, sent, held, received) {
  const moved = Date.parse(held.started_at) - Date.parse(sent.started_at);
  for (const name of MOMENTS) {
    if (!row[name]) continue;
    const same = row[name] === sent[name] && held[name];
    row[name] = same ? held[name] : at(Date.parse(row[name]) + moved);
  }
  row.taken_back = row.taken_back?.map((one) => ({
    answered_at: at(Date.parse(one.answered_at) + moved),
    at: at(Date.parse(one.at) + moved),
  }));
  Object.assign(row, { shift: (row.shift ?? 0) + moved, until: held.waits_until, received });
}

async function exchange(row) {
  const sent = { ...row };
  const body = Object.fromEntries(SENT.map((name) => [name, row[name] === "" ? null : row[name]]));
  Object.assign(body, { words: row.words ?? "", now: at(now(row)) });
  const answer = await fetch(row.url, {
    method: row.gone ? "DELETE" : "PUT",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: row.gone ? undefined : JSON.stringify(body),
    keepalive: true,
  });
  if (answer.ok) await received(row, sent, answer);
  return answer;
}

async function received(row, sent, answer) {
  const { attempts } = await answer.json();
  const held = attempts.find(({ key }) => key === row.key);
  if (sent.gone || !held) return forget(row);
  take(row, sent, held, answer.headers.get("Date"));
  row.unsent = row.changed !== sent.changed;
  if (!row.unsent && held.ending) await forget(row);
  else await write(row);
}

// What hinders a row from being received; nothing when it was.
async function hindrance(row) {
  let answer;
  try {
    answer = await exchange(row);
  } catch {
    return "offline";
  }
  if (answer.ok) return "";
  if (answer.status === 401 || answer.status === 403) return "stale";
  if (isForNow(answer.status)) return "later";
  const problem = await answer.json().catch(() => ({}));
  row.refused = problem.title ?? problem.detail ?? String(answer.status);
  row.isOver = answer.status === 409;
  await write(row);
  return "";
}

async function sendAll() {
  trouble = "";
  await settle();
  let taken = 0;
  for (const row of rows.values()) {
    while (row.unsent && !row.refused && !trouble) {
      trouble = await hindrance(row);
      if (!trouble && !row.refused) taken += 1;
    }
  }
  if (trouble === "offline" || trouble === "later") retry.later();
  else retry.reset();
  tell("change");
  if (taken) tell("received");
}

export function send() {
  retry.stop();
  sending = (sending ?? Promise.resolve()).then(sendAll);
  return sending;
}

tabs.onmessage = load;
addEventListener("online", send);
addEventListener("offline", () => tell("change"));
document.addEventListener("visibilitychange", async () => {
  if (document.hidden) return;
  await load().catch(() => {});
  send();
});
