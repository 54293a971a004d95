// What has become of each report that was on its way: here, received, refused.

import { drop as dropAttempt, news, rows as attempts } from "./attempts.js";
import { drop, outbox, waiting } from "./outbox.js";

const place = document.getElementById("outbox");
const template = document.getElementById("outbox-rows");
const { signIn } = document.getElementById("phone").dataset;
const received = new Map();

// Refusals that another try in the form may mend; after any other the words can only be copied.
export const isMended = ({ code, status }) => code === "draft_changed" || status === 422;

function standing(row) {
  if (row.state !== "refused") return row.state === "signed-out" ? "signed-out" : "waiting";
  if (row.problem.code === "another_form") return "another";
  if (row.problem.code === "call_ended") return "kept";
  return isMended(row.problem) ? "refused" : "over";
}

// Stands on every page of hers, so it says whom it is about; what was kept before it did, does not.
function made(stands, { company = "" }) {
  const line = template.content.querySelector(`[data-when="${stands}"]`).cloneNode(true);
  const name = document.createElement("p");
  name.className = "outbox-company";
  name.textContent = company;
  if (company) line.querySelector("p").before(name);
  return line;
}

function link(line, selector, address) {
  const found = line.querySelector(selector);
  if (found) found.href = address;
}

function show(row) {
  const line = made(standing(row), row);
  const why = line.querySelector("[data-why]");
  if (why && row.problem?.title && row.problem.status !== 404) why.textContent = row.problem.title;
  link(line, "[data-sign-in]", `${signIn}?next=${encodeURIComponent(row.form)}`);
  link(line, "[data-form]", row.form);
  link(line, "[data-receipt]", row.receipt);
  const list = line.querySelector("dl");
  for (const [label, words] of list ? row.words : []) {
    const [term, said] = ["dt", "dd"].map((name) => document.createElement(name));
    term.textContent = label;
    said.textContent = words;
    list.append(term, said);
  }
  line.querySelector("[data-drop]")?.addEventListener("click", () => drop(row.report));
  return line;
}

function showReceived({ at, company, receipt }) {
  const line = made("received", { company });
  line.querySelector("[data-time]").textContent = new Date(at).toLocaleTimeString(
    document.documentElement.lang,
    { hour: "2-digit", minute: "2-digit" },
  );
  link(line, "[data-receipt]", receipt);
  return line;
}

// An attempt that its call took no more, with what became of it in the server's words; nothing is
// asked any more.
function showLate(attempt) {
  const line = made("late-attempt", attempt);
  line.querySelector("[data-time]").textContent = new Date(attempt.started_at).toLocaleString(
    document.documentElement.lang,
    { dateStyle: "medium", timeStyle: "short" },
  );
  line.querySelector("[data-why]").textContent = attempt.refused;
  line.querySelector("[data-drop]").onclick = () => dropAttempt(attempt).then(render);
  return line;
}

async function render() {
  const rows = await waiting();
  const late = [...attempts.values()].filter(({ isOver }) => isOver);
  place.replaceChildren(
    ...rows.map(show),
    ...[...received.values()].map(showReceived),
    ...late.map(showLate),
  );
}

outbox.addEventListener("changed", ({ detail }) => {
  const { report, company, received: at, receipt } = detail;
  if (at) received.set(report, { at, company, receipt });
  render().catch(() => {});
});
news.addEventListener("change", () => render().catch(() => {}));
render().catch(() => {});
