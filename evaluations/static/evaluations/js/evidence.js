// What shows that nobody answered. It is asked for at once, in a dialog, and stays in the form. A
// picture counts as soon as this phone holds it: it follows the report by itself.

import { form, place, read, unmark } from "./fields.js";
import { isAnswered } from "./routing.js";
import { Store } from "./phone.js";

const panel = document.getElementById("evidence");
const dialog = document.getElementById("evidence-asked");
const attach = document.getElementById("attach");
const { report } = attach.dataset;
const files = new Store("files");
const all = [...(panel?.querySelectorAll("[data-evidence]") ?? [])];

// Kinds of pictures that the phone has yet to send.
export async function onItsWay() {
  const waiting = (await files.all(report).catch(() => [])).filter(({ refused }) => !refused);
  return [...new Set(waiting.map(({ kind }) => kind))];
}

// Without a network too: what the list of the page says, and what waits on this phone.
async function held() {
  const waiting = (await onItsWay()).map((kind) => [kind, "here"]);
  const rows = [...document.querySelectorAll("#attach-list [data-kind]")];
  const known = rows.map(({ dataset }) => [dataset.kind, dataset.standing]);
  const order = ["lacking", "here", "received"];
  const found = [...waiting, ...known];
  found.sort(([, one], [, other]) => order.indexOf(one) - order.indexOf(other));
  return new Map(found);
}

function show(item, standing) {
  item.dataset.standing = standing;
  for (const one of item.querySelectorAll("[data-when]")) {
    one.hidden = !one.dataset.when.split(" ").includes(standing);
  }
  if (standing !== "lacking") unmark(item);
}

async function follow() {
  if (!panel) return;
  panel.hidden = isAnswered();
  const pictures = await held();
  for (const item of all) {
    const { name, evidence } = item.dataset;
    const isTick = name.startsWith("declared.");
    show(item, (isTick ? read(name) && "received" : pictures.get(evidence)) || "lacking");
  }
}

// What is still to be added before a report that nobody answered can be sent.
export async function lackingEvidence() {
  await follow();
  return isAnswered() ? [] : all.filter(({ dataset }) => dataset.standing === "lacking");
}

function open() {
  dialog.removeAttribute("open");
  dialog.showModal();
}

// A tick is its instant, known before anything else looks at it.
form.addEventListener(
  "input",
  ({ target }) => {
    if (target.type === "checkbox" && target.checked) target.value = new Date().toISOString();
  },
  { capture: true },
);
form.addEventListener("input", ({ target }) => {
  if (dialog && target.name === "answered" && target.value === "no") open();
});
form.addEventListener("routed", () => follow());
attach.addEventListener("files", () => follow());
dialog?.querySelector("[data-done]").addEventListener("click", () => dialog.close());
// Back in the form it stands where it was.
dialog?.addEventListener("close", () => {
  dialog.setAttribute("open", "");
  place("answered").querySelector(":checked")?.focus();
});
follow();
