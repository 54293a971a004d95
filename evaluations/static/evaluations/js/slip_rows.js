// What has become of each slip that was on its way: here, received, refused.

import { clock, link, list, made } from "./line.js";
import { drop, sent, slips, takeBack } from "./slips.js";

const place = document.getElementById("slips");
const template = document.getElementById("slip-rows");
const { signIn, calls } = document.getElementById("phone").dataset;
const received = new Map();

const name = ({ title, about }) => [title, about].filter(Boolean).join(" · ");

function show(row) {
  const line = made(template, row.state, name(row));
  if (row.state === "refused" && row.why) line.querySelector("[data-why]").textContent = row.why;
  link(line, "[data-sign-in]", `${signIn}?next=${encodeURIComponent(row.path)}`);
  const isHere = row.path === location.pathname;
  link(line, "[data-form]", row.path);
  for (const [selector, isWanted] of [["[data-form]", !isHere], ["[data-change]", isHere]]) {
    if (!isWanted) line.querySelector(selector)?.remove();
  }
  line.querySelector("[data-change]")?.addEventListener("click", () => takeBack(row));
  list(line, row.words);
  line.querySelector("[data-drop]")?.addEventListener("click", () => drop(row.path));
  return line;
}

function showReceived({ received: row, time }) {
  const line = made(template, "received", name(row));
  line.querySelector("[data-time]").textContent = clock(time);
  link(line, "[data-then]", row.then);
  return line;
}

async function render() {
  const rows = await sent();
  place.replaceChildren(...rows.map(show), ...[...received.values()].map(showReceived));
}

// The page of the call that it was about shows how things stood before.
const isOfThisCall = ({ path }) =>
  location.pathname !== calls && new URL("..", location.origin + path).pathname === location.pathname;

slips.addEventListener("changed", ({ detail }) => {
  if (detail.received && isOfThisCall(detail.received)) return location.reload();
  if (detail.received) received.set(detail.received.path, detail);
  render().catch(() => {});
});
render().catch(() => {});
