// The call clock. Nothing runs here: what is shown is the time since a stored instant, so that a
// locked screen, a killed tab or a closed browser costs nothing.

import { adopt, drop, isWritten, keep, keepsNothing, load, measure } from "./attempts.js";
import { news, now, rows, send, trouble } from "./attempts.js";
import { since, two } from "./times.js";

const ANY_KEY = "00000000-0000-0000-0000-000000000000";
const panel = document.getElementById("clock");
const correction = document.getElementById("clock-correct");
let facts = JSON.parse(document.getElementById("clock-facts").textContent);
let shown = "";
let shift = 0; // ms from this clock to the server's, for attempts that only the server holds
let hasSent = false;

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const isReaching = (ending) => facts.reaching.includes(ending);

function length(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours >= 48) return `${Math.floor(hours / 24)} × 24 h`;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

// An attempt as the page tells of it. A wait that the clock says is left to the clock.
const asRow = (attempt) => ({
  ...attempt,
  wait_seconds: attempt.words || !isTimed(attempt) ? attempt.wait_seconds : null,
  call: facts.call,
  company: facts.company,
  url: facts.url.replace(ANY_KEY, attempt.key),
  shift,
  received: facts.at,
});
const isTimed = ({ answered_at, ended_at, ending }) => answered_at || ended_at || !ending;

// The attempt that the page is about: the one under way, or else the one that was answered, or else
// the last one.
function current() {
  const here = [...rows.values()].filter(({ call }) => call === facts.call);
  const gone = new Set(here.filter((row) => row.gone).map(({ key }) => key));
  const known = new Set(here.map(({ key }) => key));
  const there = facts.attempts.filter(({ key }) => !known.has(key)).map(asRow);
  const found = [...there, ...here].filter(({ key }) => !gone.has(key));
  found.sort((one, other) => Date.parse(one.started_at) - Date.parse(other.started_at));
  const answered = found.findLast(({ ending }) => isReaching(ending));
  return found.find((row) => !row.ending) ?? answered ?? found.at(-1);
}

function until(row) {
  if (row.until) return Date.parse(row.until);
  return facts.limit === null ? NaN : Date.parse(row.started_at) + facts.limit * 1000;
}

function stateOf(row) {
  if (!row) return "idle";
  if (row.ending) return "over";
  if (row.answered_at) return "talk";
  if (now(row) >= until(row)) return "limit";
  return facts.rests ? "rest" : "queue";
}

function put(selector, words, root = document) {
  for (const one of all(selector, root)) if (one.textContent !== words) one.textContent = words;
}

function tick(row) {
  const state = stateOf(row);
  if (state !== shown) return show();
  if (!["queue", "limit", "talk"].includes(state)) return;
  const seconds = since(state === "talk" ? row.answered_at : row.started_at, now(row));
  put("[data-time]", length(seconds));
  const bar = panel.querySelector("progress");
  if (bar) bar.value = Math.min(seconds, bar.max);
}

function showTimes(row) {
  const reached = row.answered_at ?? row.ended_at;
  const waited = row.wait_seconds ?? (reached ? since(row.started_at, Date.parse(reached)) : 0);
  const talked =
    row.answered_at && row.ended_at
      ? since(row.answered_at, Date.parse(row.ended_at))
      : row.handling_seconds;
  put("[data-waited]", length(row.ending ? waited : since(row.started_at, Date.parse(reached))));
  put("[data-talked]", length(talked ?? 0));
  for (const one of all("[data-if-talked]")) one.hidden = !talked;
  for (const one of all("[data-if-timed]")) {
    one.hidden = facts.rests ? !row.answered_at : !reached;
  }
  for (const one of all("[data-if-in-vain]")) one.hidden = isReaching(row.ending);
}

// Where the attempt is by now: on this phone, received, or refused.
function showKept() {
  const mine = [...rows.values()].filter((row) => row.call === facts.call && row.unsent);
  const refused = mine.find((row) => row.refused);
  let words = "";
  if (refused) words = "refused";
  else if (mine.length) words = navigator.onLine ? "here" : "offline";
  if (mine.length && !refused && trouble) words = trouble === "later" ? "here" : trouble;
  if (!mine.every(isWritten)) words = "";
  if (mine.length && keepsNothing) words = "nothing";
  if (mine.length === 0 && hasSent && shown === "over") words = "received";
  for (const one of all("[data-kept]")) one.hidden = one.dataset.kept !== words;
  put("[data-refusal]", refused?.refused ?? "");
  return words;
}

// What she can press when an attempt is over. The way on to the report opens once the phone holds
// the last tap: leaving the page before would lose it.
function barAfter(row) {
  if (!row.unsent || !isReaching(row.ending)) return "idle";
  return isWritten(row) || keepsNothing ? "reached" : "";
}

function show() {
  const row = current();
  const state = stateOf(row);
  const bar = state === "over" ? barAfter(row) : state;
  const isNew = shown && shown !== state;
  shown = state;
  const said = showKept();
  for (const one of all("[data-state]")) {
    one.hidden = !one.dataset.state.split(" ").includes(panel.contains(one) ? state : bar);
  }
  panel.hidden = state === "idle" && !said;
  const isEarly = state === "queue" || state === "rest";
  const isOpen = facts.unlimited || !isEarly;
  for (const one of all("[data-waits]", panel)) one.disabled = !isOpen;
  for (const one of all("[data-before]", panel)) one.hidden = isOpen;
  for (const one of all("[data-end=no_answer]", panel)) one.hidden = state === "limit";
  for (const one of all("#clock-next")) one.hidden = row?.unsent ?? false;
  if (row && (row.answered_at || row.ending)) showTimes(row);
  put("[data-said]", facts.endings[row?.ending] ?? "");
  if (state === "rest") put("[data-until]", row.until_words ?? panel.dataset.sent);
  tick(row);
  if (isNew && state !== "idle") {
    const open = all("[data-state] > h2", panel).find((one) => one.checkVisibility());
    open?.focus({ preventScroll: state === "talk" });
  }
}

function start() {
  const row = current();
  if (row && !row.ending) return;
  const key = crypto.randomUUID();
  const url = facts.url.replace(ANY_KEY, key);
  const { call, company } = facts;
  keep({ call, company, key, url, started_at: new Date().toISOString() }, {});
}

function end(ending) {
  const row = current();
  if (!row) return;
  const moment = new Date(now(row)).toISOString();
  // Also after all, to an attempt that was noted as in vain: its wait ends now.
  if (!isReaching(ending)) keep(row, { ending, ended_at: moment });
  else if (facts.rests) keep(row, { ending, answered_at: moment, ended_at: null, wait_seconds: null });
  else {
    const reached = { ending: "", reached: ending, wait_seconds: null, handling_seconds: null };
    keep(row, { ...reached, answered_at: moment, ended_at: null });
  }
}

function finish() {
  const row = current();
  const ended_at = new Date(now(row)).toISOString();
  keep(row, { ending: row.reached ?? "answered", ended_at });
}

// Nobody is there after all: the wait goes on as if it had not been said, and both moments stay.
function back() {
  const row = current();
  if (!row?.answered_at || row.ending) return;
  const said = { answered_at: row.answered_at, at: new Date(now(row)).toISOString() };
  const taken_back = [...(row.taken_back ?? []), said];
  keep(row, { answered_at: null, reached: "", taken_back });
}

function undo() {
  const mine = [...rows.values()].filter((row) => row.call === facts.call);
  const row = mine.find((one) => one.refused) ?? current();
  if (row?.refused) drop(row).then(refresh);
  else if (row) keep(row, { gone: true });
}

function correct() {
  const row = current();
  const { came, minutes, seconds, words } = correction.elements;
  const waited = came
    ? since(row.started_at, Date.parse(came.value))
    : Number(minutes.value) * 60 + Number(seconds.value);
  correction.closest("details").open = false;
  keep(row, { wait_seconds: waited, words: words.value });
}

// The server's words about what it received: the list of attempts, what comes next.
async function refresh() {
  let page;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return; // it is asked again with the next step
  }
  const fresh = page.getElementById("clock-facts");
  if (!fresh) return location.reload();
  facts = JSON.parse(fresh.textContent);
  for (const id of ["attempts-made", "clock-steps", "clock-next"]) {
    const [old, next] = [document.getElementById(id), page.getElementById(id)];
    if (old && next) old.replaceWith(document.adoptNode(next));
  }
  show();
  shift = (await measure()) ?? shift;
  await agree();
  show();
}

// Whether somebody answered elsewhere; what she took back may stand on a page of the same second.
function isNews({ answered_at: said }, row) {
  const isTakenBack = row.taken_back?.some((one) => Date.parse(one.answered_at) === Date.parse(said));
  return Boolean(said) && !row.answered_at && !isTakenBack;
}

// Rows of this phone against what the page says: a row that is older than the page follows it.
async function agree() {
  for (const attempt of facts.attempts) {
    const row = rows.get(attempt.key);
    if (!row && !attempt.ending) await adopt(asRow(attempt));
    else if (row && !row.unsent && Date.parse(facts.at) >= Date.parse(row.received)) {
      if (attempt.ending) await drop(row);
      else if (row.until_words !== attempt.until_words || isNews(attempt, row)) {
        const { until, until_words } = attempt;
        const answered_at = isNews(attempt, row) ? attempt.answered_at : row.answered_at;
        await adopt(Object.assign(row, { until, until_words, answered_at }));
      }
    }
  }
  const there = new Set(facts.attempts.map(({ key }) => key));
  for (const row of [...rows.values()]) {
    const isOld = Date.parse(facts.at) >= Date.parse(row.received);
    if (row.call === facts.call && !row.unsent && isOld && !there.has(row.key)) await drop(row);
  }
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-start], [data-end], [data-finish], [data-back], [data-undo]");
  if (!button) return;
  if ("start" in button.dataset) start();
  else if ("finish" in button.dataset) finish();
  else if ("back" in button.dataset) back();
  else if ("undo" in button.dataset) undo();
  else end(button.dataset.end);
});
correction.addEventListener("submit", (event) => {
  event.preventDefault();
  correct();
});
news.addEventListener("change", show);
news.addEventListener("received", () => ((hasSent = true), refresh()));
setInterval(() => document.hidden || tick(current()), 500);

async function begin() {
  await load().catch(() => {});
  await agree();
  show();
  if (facts.attempts.length) shift = (await measure()) ?? 0;
  send();
}

begin();
