// Reports that wait to be sent. A row leaves this phone only when the answer carries the sha256 of
// what was sent; until then it is sent again, for ever, by whichever of her pages is open.

import { load, send as sendAttempts } from "./attempts.js";
import { Store } from "./phone.js";

const { sign, calls } = document.getElementById("phone").dataset;
const rows = new Store("outbox");
const attempts = new Store("attempts");
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("outbox") : null;
const SHORTEST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;
const PATIENCE = 30_000; // ms for one answer
const HELD_BACK = 3; // so often a report waits for its attempts, which go before it
const AGAIN = [408, 425, 429];
let wait = SHORTEST_WAIT;
let retry = 0;

// Tells "changed" when a row has come, gone or been answered, with what became of which report.
export const outbox = new EventTarget();

function tell(detail = {}) {
  outbox.dispatchEvent(new CustomEvent("changed", { detail }));
  tabs?.postMessage(detail);
}

// Her own rows: another person who signs in on this phone neither sees nor sends them.
export const waiting = async () => (await rows.all()).filter((row) => row.sign === sign);

export async function put(row) {
  await rows.put({ ...row, sign });
  tell();
  return send();
}

export async function drop(report) {
  await rows.drop(report);
  tell();
}

// The token of this page may be older than the session; a fresh page has the one that counts.
export async function renewToken() {
  const answer = await fetch(calls, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const headers = page.body.getAttribute("hx-headers");
  if (!headers) return false;
  document.body.setAttribute("hx-headers", headers);
  const token = JSON.parse(headers)["X-CSRFToken"];
  for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = token;
  return true;
}

const ask = ({ url, body }) =>
  fetch(url, {
    method: "PUT",
    body,
    credentials: "same-origin",
    headers: {
      "Content-Type": "application/json",
      ...JSON.parse(document.body.getAttribute("hx-headers")),
    },
    signal: AbortSignal.timeout(PATIENCE),
  });

async function answered(row, answer) {
  const { status } = answer;
  if (answer.ok) {
    const receipt = await answer.json();
    if (receipt.body_hash !== row.hash || receipt.evaluation !== row.key) return "later";
    await rows.drop(row.report);
    tell({ report: row.report, received: receipt.received_at, receipt: row.receipt });
    return "received";
  }
  if (status === 401) return "signed-out";
  if (status >= 500 || AGAIN.includes(status)) return "later";
  // A token that does not fit even a fresh page: the session went in between.
  if (status === 403) return "signed-out";
  const problem = await answer.json().catch(() => ({}));
  await rows.put({ ...row, state: "refused", problem: { ...problem, status } });
  tell({ report: row.report });
  return "refused";
}

const hasAttempts = async ({ report }) => (await attempts.all(report)).some((one) => !one.isOver);

async function deliver(row) {
  if (await hasAttempts(row)) {
    await load();
    await sendAttempts();
  }
  if ((row.heldBack ?? 0) < HELD_BACK && (await hasAttempts(row))) {
    await rows.put({ ...row, heldBack: (row.heldBack ?? 0) + 1 });
    return "later";
  }
  let answer = await ask(row);
  if (answer.status === 403 && (await renewToken())) answer = await ask(row);
  return answered(row, answer);
}

async function sendAll() {
  let isOpen = false;
  for (const row of await waiting()) {
    if (row.state === "refused") continue;
    const outcome = await deliver(row).catch(() => "later");
    isOpen ||= outcome === "later";
    if (outcome !== "signed-out") continue;
    await rows.put({ ...row, state: "signed-out" });
    tell({ report: row.report });
  }
  if (!isOpen) return;
  retry = setTimeout(send, wait * (0.5 + Math.random() / 2));
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

// One page at a time: a second one would get the same receipt, and only cost the network.
export async function send() {
  clearTimeout(retry);
  if (!navigator.locks) return sendAll();
  return navigator.locks.request("outbox", { ifAvailable: true }, (lock) => lock && sendAll());
}

function sendNow() {
  wait = SHORTEST_WAIT;
  send().catch(() => {});
}

tabs?.addEventListener("message", ({ data }) => {
  outbox.dispatchEvent(new CustomEvent("changed", { detail: data }));
});
addEventListener("online", sendNow);
addEventListener("pageshow", sendNow);
