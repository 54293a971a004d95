// Pages that were kept for one person are gone as soon as another one has signed in here.

const { sign } = document.getElementById("phone").dataset;

export async function clearPages(but = "") {
  if (!("caches" in globalThis)) return;
  const kept = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  await Promise.all(kept.filter((name) => name !== but).map((name) => caches.delete(name)));
}

clearPages(`pages-${sign}`).catch(() => {});
