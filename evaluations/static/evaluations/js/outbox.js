// Reports that wait to be sent. A row leaves this phone only when the answer carries the sha256 of
// what was sent; until then it is sent again, for ever, by whichever of her pages is open.

import { load, send as sendAttempts } from "./attempts.js";
import { Store, own } from "./phone.js";
import { Retry, isForNow, renewToken, token } from "./sending.js";

const rows = new Store("outbox");
const attempts = new Store("attempts");
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel(own("outbox")) : null;
const PATIENCE = 30_000; // ms for one answer
const HELD_BACK = 3; // so often a report waits for its attempts, which go before it
const retry = new Retry(send);

// Tells "changed" when a row has come, gone or been answered, with what became of which report.
export const outbox = new EventTarget();

function tell(detail = {}) {
  outbox.dispatchEvent(new CustomEvent("changed", { detail }));
  tabs?.postMessage(detail);
}

export const waiting = () => rows.all();

export async function put(row) {
  await rows.put(row);
  tell();
  return send();
}

export async function drop(report) {
  await rows.drop(report);
  tell();
}

const ask = ({ url, body }) =>
  fetch(url, {
    method: "PUT",
    body,
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    signal: AbortSignal.timeout(PATIENCE),
  });

async function answered(row, answer) {
  const { status } = answer;
  if (answer.ok) {
    const receipt = await answer.json();
    if (receipt.body_hash !== row.hash || receipt.evaluation !== row.key) return "later";
    await rows.drop(row.report);
    const { report, company } = row;
    tell({ report, company, received: receipt.received_at, receipt: row.receipt });
    return "received";
  }
  if (status === 401) return "signed-out";
  if (isForNow(status)) return "later";
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
  if (isOpen) retry.later();
}

// One page at a time: a second one would get the same receipt, and only cost the network.
export async function send() {
  retry.stop();
  if (!navigator.locks) return sendAll();
  return navigator.locks.request(own("outbox"), { ifAvailable: true }, (lock) => lock && sendAll());
}

function sendNow() {
  retry.reset();
  send().catch(() => {});
}

tabs?.addEventListener("message", ({ data }) => {
  outbox.dispatchEvent(new CustomEvent("changed", { detail: data }));
});
addEventListener("online", sendNow);
addEventListener("pageshow", sendNow);
