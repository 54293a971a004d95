// What every kind of sending shares: the token, which refusals pass by themselves, and when to try
// again.

const SHORTEST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;
const HEADERS = "hx-headers";

// Read anew each time: a page that has stood for long is given a fresh one.
export const token = () => JSON.parse(document.body.getAttribute(HEADERS))["X-CSRFToken"];

// The token of this page may be older than the session; a fresh page has the one that counts. Not
// where somebody else has signed in meanwhile: what is hers would be refused as not theirs.
export async function renewToken() {
  const { calls, sign } = document.getElementById("phone").dataset;
  const answer = await fetch(calls, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const headers = page.body.getAttribute(HEADERS);
  if (!headers || page.getElementById("phone")?.dataset.sign !== sign) return false;
  document.body.setAttribute(HEADERS, headers);
  for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = token();
  return true;
}

export const isForNow = (status) => status >= 500 || [408, 425, 429].includes(status);

// Does the work again: later and later, and never all phones in the same second.
export class Retry {
  #wait = SHORTEST_WAIT;
  #timer = 0;
  #work;

  constructor(work) {
    this.#work = work;
  }

  // What fails together is one trouble: the first of it sets the time.
  later() {
    if (this.isWaiting) return;
    this.#timer = setTimeout(() => this.#again(), this.#wait * (0.5 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #again() {
    this.stop();
    this.#work();
  }

  get isWaiting() {
    return this.#timer !== 0;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  // Something was received: the next trouble is a new one.
  reset() {
    this.#wait = SHORTEST_WAIT;
  }
}
