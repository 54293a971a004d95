// The service worker: her open calls and their forms work without a network, once they were opened.
//
// /sw.js says first which files the shell consists of. A page is kept only where the server says so,
// by a header that tells whose it is; another person's pages go when hers come. No answer to a POST
// is kept, and nothing of any other role.

const { version, files, folder } = self.SHELL;
const NEWEST = `shell-${version}`;
const PAGES = "pages-";
const PATIENCE = 4_000; // ms until a page that is held is shown instead of a network that hangs
const HERS = /^\/my-calls\/(offline\/|[0-9a-f-]{36}\/((report|stop|messages)\/)?)?$/;
const OFFLINE = "/my-calls/offline/"; // says which pages are held

const named = async (beginning) =>
  (await caches.keys()).filter((name) => name.startsWith(beginning));
const drop = (names) => Promise.all(names.map((name) => caches.delete(name)));

async function held(path) {
  for (const name of await named(PAGES)) {
    const found = await (await caches.open(name)).match(path, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

async function note(path, response) {
  const owner = response.headers.get("Kept-For");
  if (response.ok && !response.redirected && owner) {
    await drop((await named(PAGES)).filter((name) => name !== PAGES + owner));
    await (await caches.open(PAGES + owner)).put(path, response);
  } else if (response.ok || [403, 404, 409, 410].includes(response.status)) {
    await forget(path);
  }
}

// The call is over, or no longer hers: nor are the pages below its own.
async function forget(path) {
  for (const name of await named(PAGES)) {
    const pages = await caches.open(name);
    for (const request of await pages.keys()) {
      if (new URL(request.url).pathname.startsWith(path)) await pages.delete(request);
    }
  }
}

// Hers is there once one of her pages was opened; everybody else has the browser's own.
const instead = async () => (await held(OFFLINE)) ?? Response.error();

async function page(event, path) {
  const fresh = fetch(event.request).then((response) => {
    const copy = response.clone();
    return note(path, copy).then(() => response);
  });
  event.waitUntil(fresh.catch(() => {}));
  const kept = await held(path);
  if (!kept) return fresh.catch(instead);
  const hangs = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([fresh.catch(() => undefined), hangs]);
  return answer && answer.status < 500 ? answer : kept;
}

// A page that was kept names the files of its own day; where all pages are new, those may go.
async function renewPages() {
  for (const name of await named(PAGES)) {
    const pages = await caches.open(name);
    for (const { url } of await pages.keys()) {
      const { pathname } = new URL(url);
      const response = await fetch(pathname, { credentials: "same-origin", redirect: "manual" });
      if (!response.ok) throw new Error("not renewed");
      await note(pathname, response);
    }
  }
}

async function tidy() {
  await self.clients.claim();
  try {
    await renewPages();
  } catch {
    return;
  }
  await drop((await named("shell-")).filter((name) => name !== NEWEST));
}

async function keep(path) {
  const response = await fetch(path, { credentials: "same-origin" });
  await note(path, response);
}

async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}

self.addEventListener("install", (event) => {
  const requests = files.map((address) => new Request(address, { cache: "no-cache" }));
  const filled = caches.open(NEWEST).then((shell) => shell.addAll(requests));
  event.waitUntil(filled.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(tidy()));

self.addEventListener("message", (event) => {
  const paths = event.data.filter((path) => HERS.test(path));
  event.waitUntil(Promise.allSettled(paths.map(keep)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith(folder)) event.respondWith(file(request));
  else if (request.mode !== "navigate") return;
  else if (HERS.test(pathname)) event.respondWith(page(event, pathname));
  else event.respondWith(fetch(request).catch(instead));
});
