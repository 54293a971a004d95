// The phone's own database: what was typed, how an attempt went, and what waits to be sent. Rows
// leave it only when the server has shown that it holds the same.
//
// Each person has a database of their own, and words between tabs of their own. A session may end
// without a sign-out, and whoever signs in next on this phone neither sees what waits, nor sends it,
// nor drops it by signing out.

const { sign } = document.getElementById("phone").dataset;
const VERSION = 4;
// By the key of a row: one report's field as it was typed or as it was received since the page was
// made, one call's attempt, one report that waits to be sent, one file of a report, one short form.
export const STORES = {
  typed: ["report", "name"],
  received: ["report", "name"],
  attempts: ["call", "key"],
  outbox: "report",
  files: ["report", "key"],
  slips: "path",
};

let opened = null;

// The name of something that only the tabs of this person share.
export const own = (name) => `${name}-${sign}`;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(own("best-in-test"), VERSION);
    const forget = () => (opened = null);
    request.onupgradeneeded = () => {
      const database = request.result;
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (!database.objectStoreNames.contains(name)) database.createObjectStore(name, { keyPath });
      }
    };
    request.onsuccess = () => {
      // A phone may close the database under the page; the next write opens it again.
      request.result.onclose = forget;
      request.result.onversionchange = () => (request.result.close(), forget());
      resolve(request.result);
    };
    // Another tab holds an older version open; it closes it when it is asked to.
    request.onerror = () => (forget(), reject(request.error));
  });
  return opened;
}

export class Store {
  constructor(name) {
    this.name = name;
  }

  async #do(mode, work, again = true) {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(this.name, mode, { durability: "strict" });
        const request = work(transaction.objectStore(this.name));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error);
      });
    } catch (error) {
      opened = null;
      if (!again) throw error;
      return this.#do(mode, work, false);
    }
  }

  put(row) {
    return this.#do("readwrite", (rows) => rows.put(row));
  }

  // The row of this key; from now on this one, where there was none.
  async first(key, row) {
    const there = await this.#do("readwrite", (rows) => {
      const request = rows.get(key);
      request.onsuccess = () => request.result ?? rows.put(row);
      return request;
    });
    return there ?? row;
  }

  drop(key) {
    return this.#do("readwrite", (rows) => rows.delete(key));
  }

  clear() {
    return this.#do("readwrite", (rows) => rows.clear());
  }

  get(key) {
    return this.#do("readonly", (rows) => rows.get(key));
  }

  // Every row, or those whose key begins with this part.
  all(first) {
    const range = first === undefined ? null : IDBKeyRange.bound([first], [first, []]);
    return this.#do("readonly", (rows) => rows.getAll(range));
  }
}

// The sha256 of a text or of bytes as the server writes it; an empty one where a text says nothing.
export async function digest(content) {
  if (!content) return "";
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
