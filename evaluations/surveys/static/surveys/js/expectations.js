// The form of the expectation survey, live: what is left to give, and the list in her order. Every
// button is one of the form's own, so without this script a press goes to the server and back.

const form = document.getElementById("expectations");
const left = document.getElementById("left");
const send = document.getElementById("send");
const all = Number(form.dataset.all);
const step = Number(form.dataset.step);
const fields = [...form.querySelectorAll("[data-give]")];

const given = (field) => (/^\s*\d{1,9}\s*$/.test(field.value) ? Number(field.value) : 0);
const remaining = () => all - fields.reduce((sum, field) => sum + given(field), 0);
const button = (name, section, way) => form.querySelector(`[name="${name}"][value="${section}:${way}"]`);
const disable = (one, off) => one.setAttribute("aria-disabled", String(off));
// As typing does: the form is kept, and whatever listens looks again.
const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));

function show() {
  if (!left) return;
  const number = remaining();
  const words = number > 0 ? left.dataset.some : number < 0 ? left.dataset.much : left.dataset.none;
  const said = words.replace("#", Math.abs(number));
  // Said again only when it is something else: a screen reader reads every change.
  if (left.textContent.trim() !== said) left.textContent = said;
  left.classList.toggle("over", number < 0);
  left.classList.toggle("done", number === 0);
  disable(send, number !== 0);
  for (const field of fields) {
    disable(button("step", field.dataset.give, "down"), given(field) === 0);
    disable(button("step", field.dataset.give, "up"), number <= 0);
  }
}

function stepped(section, way) {
  const field = fields.find((one) => one.dataset.give === section);
  const standing = given(field);
  const change = way === "up" ? Math.min(step, Math.max(remaining(), 0)) : -Math.min(step, standing);
  if (change === 0) return;
  field.value = standing + change;
  changed(field);
}

function moved(pressed, way) {
  const row = pressed.closest("li");
  const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (way === "up") other.before(row);
  else other.after(row);
  // A row that is taken out and put in again loses the focus.
  pressed.focus();
  const rows = [...row.parentElement.children];
  for (const [place, one] of rows.entries()) {
    disable(one.querySelector("[value$=':up']"), place === 0);
    disable(one.querySelector("[value$=':down']"), place === rows.length - 1);
  }
  const place = document.getElementById("moved");
  place.textContent = place.dataset.moved
    .replace("@", () => row.dataset.name)
    .replace("#", rows.indexOf(row) + 1);
  changed(row);
}

form.addEventListener("input", show);
form.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  const [section, way] = pressed.value.split(":");
  if (pressed.name === "step") stepped(section, way);
  else if (pressed.name === "move") moved(pressed, way);
  else if (pressed === send && pressed.getAttribute("aria-disabled") === "true") left.focus();
  else return;
  event.preventDefault();
});

show();
