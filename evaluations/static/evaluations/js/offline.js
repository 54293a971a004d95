// Instead of a page that the phone does not keep: those it does keep, to be opened.

const { calls } = document.getElementById("phone").dataset;
const kept = document.getElementById("kept-pages");

async function held() {
  const pages = new Map();
  for (const name of await caches.keys()) {
    if (!name.startsWith("pages-")) continue;
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const answer = await cache.match(url, { ignoreVary: true });
      pages.set(new URL(url).pathname, await answer.text());
    }
  }
  return pages;
}

function row([path, text]) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const made = kept.querySelector("template").content.cloneNode(true);
  const kind = path === calls ? "list" : path.endsWith("/report/") ? "form" : "call";
  made.querySelector("a").href = path;
  made.querySelector(".row-title").textContent = page.querySelector("h1").textContent.trim();
  for (const words of made.querySelectorAll("[data-of]")) {
    if (words.dataset.of !== kind) words.remove();
  }
  // Two calls of one company differ by this.
  const lead = kind === "list" ? null : page.querySelector(".lead");
  const said = [lead?.textContent.replace(/\s+/g, " ").trim(), lead?.dataset.day];
  made.querySelector("[data-what]").textContent = said.filter(Boolean).join(" · ");
  return made;
}

async function show() {
  const pages = await held();
  pages.delete(document.getElementById("phone").dataset.offline);
  // Her list first, then each call before its form. The call leads to its other pages.
  const shown = [...pages].filter(([path]) => !/\/(stop|messages)\/$/.test(path));
  const rows = shown.sort(([a], [b]) => (a < b ? -1 : 1)).map(row);
  kept.querySelector("ul").append(...rows);
  kept.hidden = rows.length === 0;
}

show().catch(() => {});
