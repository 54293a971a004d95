// Saves the file for the bank and shows the pay run as it is then. A download alone would leave the page at the step
// before: it would still offer to cancel, and not say that the payment is to be noted.

const saved = (answer) => /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1];

function save(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function showAnew() {
  const page = await (await fetch(location.href)).text();
  const main = new DOMParser().parseFromString(page, "text/html").getElementById("main");
  document.getElementById("main").replaceWith(main);
  main.focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest('form[action$="/file/"]');
  if (!form) return;
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  const name = answer?.ok && saved(answer);
  // What is refused, or never arrived, the browser asks for itself and shows.
  if (!name) return form.submit();
  save(name, await answer.blob());
  await showAnew();
});
