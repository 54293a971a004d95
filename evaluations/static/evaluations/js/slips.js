// Slips: short forms of hers, with a few words for the coordinators. What stands in one is kept on
// this phone, and what she has sent leaves it only when the server has taken it; until then it is
// sent again, by whichever of her pages is open. Taken twice it does what it does once.

import { Store, own } from "./phone.js";
import { Retry, isForNow, renewToken, token } from "./sending.js";

const { signIn } = document.getElementById("phone").dataset;
const rows = new Store("slips");
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel(own("slips")) : null;
const PATIENCE = 30_000; // ms for one answer
const PAUSE = 1_000; // ms until she is told that an answer is waited for
const SENT = ["waiting", "signed-out"];
const retry = new Retry(send);

// Tells "changed" when a slip was sent, answered or dropped, with the one that was received.
export const slips = new EventTarget();

function tell(detail = {}) {
  slips.dispatchEvent(new CustomEvent("changed", { detail }));
  tabs?.postMessage(detail);
}

// It goes by itself now, unless she takes it back.
export const isOff = (row) => SENT.includes(row?.state);

export const slipOf = (path) => rows.get(path);

// What she has sent and the server has not taken; not what she is still writing.
export const sent = async () => (await rows.all()).filter(({ state }) => state !== "typed");

// Another tab with the same form writes on from here.
export async function keep(row) {
  await rows.put(row);
  tell();
}

export async function drop(path) {
  await rows.drop(path);
  tell();
}

// To be written on: from now on it does not go by itself.
export async function takeBack(row) {
  await rows.put({ ...row, state: "typed" });
  tell();
}

const ask = ({ path, fields }) =>
  fetch(path, {
    method: "POST",
    body: new URLSearchParams(fields),
    credentials: "same-origin",
    redirect: "manual",
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
    signal: AbortSignal.timeout(PATIENCE),
  });

// The sentence of a page that says no.
function said(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = page.querySelector("main [role=alert]");
  return found?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

async function outcomeOf(answer) {
  // A form that was taken leads on; whither, its page has said.
  if (answer.type === "opaqueredirect") return "received";
  if (answer.headers.get("HX-Redirect")?.startsWith(signIn)) return "signed-out";
  if (isForNow(answer.status)) return "later";
  // A token that does not fit even a fresh page: the session went in between.
  return answer.status === 403 ? "signed-out" : "refused";
}

// What she has written meanwhile, here or in another tab, is another slip.
const isStill = async (row) => (await slipOf(row.path))?.at === row.at;

async function settle(row, outcome, answer) {
  if (outcome === "later" || !(await isStill(row))) return;
  if (outcome === "received") await rows.drop(row.path);
  else if (outcome === "signed-out") await rows.put({ ...row, state: outcome });
  else await rows.put({ ...row, state: outcome, why: said(await answer.text()) });
}

async function deliver(row) {
  let answer = await ask(row);
  if (answer.status === 403 && (await renewToken())) answer = await ask(row);
  const outcome = await outcomeOf(answer);
  await settle(row, outcome, answer);
  return outcome;
}

async function tried(row) {
  const outcome = await deliver(row).catch(() => "later");
  if (outcome === "later") retry.later();
  return outcome;
}

// Sends what she has just sent off: "received", "refused", "signed-out", or "later" for by itself.
export async function sendOff(row) {
  const hers = { ...row, state: "waiting" };
  await rows.put(hers);
  // Where it takes but a moment she is told what came of it, and of nothing before.
  const soon = setTimeout(tell, PAUSE);
  const outcome = await tried(hers);
  clearTimeout(soon);
  if (outcome !== "received") tell();
  return outcome;
}

async function sendAll() {
  const waiting = (await sent()).filter(isOff);
  for (const row of waiting) {
    const outcome = await tried(row);
    if (outcome !== "later") tell(outcome === "received" ? { received: row, time: Date.now() } : {});
  }
}

// One page at a time: a second one would only cost the network.
export async function send() {
  retry.stop();
  if (!navigator.locks) return sendAll();
  return navigator.locks.request(own("slips"), { ifAvailable: true }, (lock) => lock && sendAll());
}

function sendNow() {
  retry.reset();
  send().catch(() => {});
}

tabs?.addEventListener("message", ({ data }) => {
  slips.dispatchEvent(new CustomEvent("changed", { detail: data }));
});
addEventListener("online", sendNow);
addEventListener("pageshow", sendNow);
