// On every page of a shopper's: the worker that keeps her open calls, what waits to be sent, and a
// sign-out that leaves nothing of hers behind.

import { clearPages } from "./owner.js";
import "./outbox_rows.js";
import { STORES, Store } from "./phone.js";
import "./slip_form.js";
import "./slip_rows.js";

const { worker, offline } = document.getElementById("phone").dataset;
const dialog = document.getElementById("sign-out-loses");
const UNSENT = ["typed", "attempts", "outbox", "files", "slips"];

// The page that brought the worker was loaded without it; and whoever has opened her call may need
// its form, a way out of it and a word to the coordinator where there is no network any more.
const NEEDED = ["report", "stop", "messages"].map((part) => `main a[href$="/${part}/"]`).join();

async function keepPages() {
  const { active } = await navigator.serviceWorker.ready;
  const paths = new Set([...document.querySelectorAll(NEEDED)].map(({ pathname }) => pathname));
  if (!navigator.serviceWorker.controller) paths.add(location.pathname);
  // What stands in for the pages that are not kept, in the language that she reads now.
  const held = await caches.match(offline, { ignoreVary: true });
  const { lang } = document.documentElement;
  if (held?.headers.get("Content-Language") !== lang) paths.add(offline);
  active.postMessage([...paths]);
}

// A browser without workers, or one that refuses them: then the pages need a network.
if (navigator.serviceWorker) {
  keepPages().catch(() => {});
  navigator.serviceWorker.register(worker, { scope: "/" }).catch(() => {});
}
// What is typed must not be the first thing that goes when the phone is full.
navigator.storage?.persist?.().catch(() => {});

async function isUnsent() {
  const rows = await Promise.all(UNSENT.map((name) => new Store(name).all()));
  return rows.some((each) => each.length > 0);
}

async function leave(form) {
  await clearPages();
  await Promise.all(Object.keys(STORES).map((name) => new Store(name).clear()));
  form.submit();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches('.menu form[action*="sign-out"]')) return;
  event.preventDefault();
  // Where the phone's database cannot be read there is nothing in it to lose.
  if (await isUnsent().catch(() => false)) {
    dialog.querySelector("[data-stay]").onclick = () => dialog.close();
    dialog.querySelector("[data-leave]").onclick = () => leave(form).catch(() => form.submit());
    dialog.showModal();
  } else {
    await leave(form).catch(() => form.submit());
  }
});
