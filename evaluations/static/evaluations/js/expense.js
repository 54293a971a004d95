// An expense is entered without leaving its page, so nothing that was typed goes with a lost network.

import { added, rename } from "./attach.js";
import { renewToken } from "./sending.js";

const form = document.getElementById("expense");
const trouble = document.getElementById("expense-trouble");
const { signIn } = document.getElementById("phone").dataset;
const entered = [...document.querySelectorAll("[data-expense]")].map(({ dataset }) => dataset.expense);
let isRenewed = false;

function say(when = "") {
  for (const one of trouble.children) one.hidden = one.dataset.when !== when;
}

const keep = () => rename(form.elements.form_token.value, entered).catch(() => {});

async function failed({ detail: { xhr } }) {
  // The token was older than the session; once, with a fresh one.
  if (xhr.status === 403 && !isRenewed) {
    isRenewed = true;
    if (await renewToken().catch(() => false)) return form.requestSubmit();
  }
  say("failed");
}

if (form) {
  keep();
  form.addEventListener("htmx:confirm", (event) => {
    event.preventDefault();
    say();
    added().then(() => event.detail.issueRequest());
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) form.addEventListener(name, () => say("offline"));
  form.addEventListener("htmx:responseError", failed);
  // A form whose session is over would be left for the page to sign in.
  form.addEventListener("htmx:beforeOnLoad", (event) => {
    const to = event.detail.xhr.getResponseHeader("HX-Redirect") ?? "";
    if (!to.startsWith(signIn)) return;
    event.preventDefault();
    say("signed-out");
  });
  // What was refused came back with its corrections, perhaps as another entry.
  document.body.addEventListener("htmx:afterSwap", keep);
}
