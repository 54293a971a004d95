// What this phone holds of the report and the server does not, and what the page says of it.

import { asked } from "./choice.js";
import { whenLifted } from "./press.js";

// A record of each field by its name.
export const records = new Map();

// What only she can end is said until a save comes through: a link must not go under her finger.
let stuck = "";

const here = () => location.pathname + location.hash;

// What the page says: where the words are, and what to do when they cannot go on.
export const show = (trouble = stuck) => whenLifted("kept", () => say(trouble));

export function stick(trouble) {
  stuck = trouble;
  if (trouble) show();
}

function say(trouble) {
  const open = [...records.keys()].filter((name) => !asked.has(name));
  const said = document.getElementById("kept");
  if (!said) return;
  // Both stand in one place. Why something was refused is said there too, and stays in sight.
  const saved = document.getElementById("saved");
  said.hidden = !trouble && (open.length === 0 || Boolean(saved.querySelector(".error")));
  saved.hidden = !said.hidden;
  const words = trouble || (navigator.onLine ? "here" : "offline");
  for (const one of said.children) one.hidden = one.dataset.when !== words;
  // Back to where she types, when it suits her.
  said.querySelector("[data-sign-in]").search = new URLSearchParams({ next: here() });
}
