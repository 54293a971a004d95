// What has become of each report that was on its way: here, received, refused.

import { drop as dropAttempt, news, rows as attempts } from "./attempts.js";
import { clock, link, list, made } from "./line.js";
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

function show(row) {
  const line = made(template, standing(row), row.company);
  const why = line.querySelector("[data-why]");
  if (why && row.problem?.title && row.problem.status !== 404) why.textContent = row.problem.title;
  link(line, "[data-sign-in]", `${signIn}?next=${encodeURIComponent(row.form)}`);
  link(line, "[data-form]", row.form);
  link(line, "[data-receipt]", row.receipt);
  list(line, row.words);
  line.querySelector("[data-drop]")?.addEventListener("click", () => drop(row.report));
  return line;
}

function showReceived({ at, company, receipt }) {
  const line = made(template, "received", company);
  line.querySelector("[data-time]").textContent = clock(at);
  link(line, "[data-receipt]", receipt);
  return line;
}

// An attempt that its call took no more, with what became of it in the server's words; nothing is
// asked any more.
function showLate(attempt) {
  const line = made(template, "late-attempt", attempt.company);
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
