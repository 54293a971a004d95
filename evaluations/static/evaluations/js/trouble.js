// What stands in the way of a save, and what is done about it.

import { form, nameOf } from "./fields.js";
import { records, show, stick } from "./kept.js";
import { isForNow, renewToken } from "./sending.js";

const renewed = new Set();

// A save came through.
export function noTrouble() {
  renewed.clear();
  stick("");
}

export function listenForTrouble({ retry, send, differ }) {
  async function renew(name) {
    const isRenewed = !renewed.has(name) && (await renewToken().catch(() => false));
    if (!isRenewed) return stick("stale");
    renewed.add(name);
    return send(name);
  }

  // The session is over: she goes on typing, and signs in when it suits her.
  form?.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Redirect")) return;
    event.preventDefault();
    stick("signed-out");
  });
  // What came in may be why nothing is saved.
  form?.addEventListener("htmx:afterSwap", () => show());
  form?.addEventListener("htmx:sendError", () => {
    // Of several that were on their way another may have come through.
    show(records.size > 0 ? "offline" : undefined);
    retry.later();
  });
  form?.addEventListener("htmx:timeout", () => retry.later());
  form?.addEventListener("htmx:responseError", ({ detail, target }) => {
    const { status, responseText } = detail.xhr;
    if (status === 409) differ(JSON.parse(responseText));
    else if (isForNow(status)) retry.later();
    else if (status === 403) renew(nameOf(target));
  });
}
