// Other tabs of this browser that show the same report. They share one database, which has one place
// for a field: what one tab writes down stands in all of them before the next key, and whoever goes
// on, goes on from what was said last.

import { settle } from "./choice.js";
import { controls, form, read, write } from "./fields.js";
import { records, show } from "./kept.js";
import { Store, own } from "./phone.js";
import * as server from "./told.js";

const { report } = document.getElementById("keep").dataset;
const others = new BroadcastChannel(own(`report ${report}`));

// A record that was written down, or that the field is held as `received` now.
export const tellTabs = (what) => others.postMessage(what);

export function joinTabs({ ready, followOn, isTyping }) {
  function mirror({ received, ...record }) {
    const { name, value, said = 0 } = record;
    const here = records.get(name);
    if (controls(name).length === 0) return undefined;
    if (received && here?.said > said) return followOn(name, received).catch(() => show("nothing"));
    if (!received && here?.said >= said) return undefined;
    if (received) {
      server.hear(name, received.before, received.at);
      records.delete(name);
    } else {
      records.set(name, { ...record, said });
    }
    // What is typed here at this moment is written down next, as what follows on it.
    if (isTyping(name)) return undefined;
    settle(name);
    if (read(name) !== value) write(name, value);
    return show();
  }

  if (!form) return;
  others.onmessage = ({ data }) => ready.then(() => mirror(data));
  // What the others told a page that was put away.
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) return;
    await ready;
    for (const record of await new Store("typed").all(report).catch(() => [])) mirror(record);
  });
}
