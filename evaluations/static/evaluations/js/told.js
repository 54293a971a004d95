// What the server has told of each field of this report: the digest of what it holds, and in which
// revision of the draft it holds that.
//
// A digest does not tell words from the same words that were said anew, so with every save goes the
// revision in which she had them before her, and a page tells in which one each was said last.

import { DEVICE, device, isOwn } from "./device.js";
import { form, write } from "./fields.js";
import { Store } from "./phone.js";

const page = JSON.parse(document.getElementById("keep-held").textContent);
const { held, said_on: saidOn = {}, said_in: saidIn = {} } = page;
const { report } = document.getElementById("keep").dataset;
// Kept beside the page: one that is shown without a network is as old as the network's last word, and
// would not know what was received since it was made.
const received = new Store("received");
const REVISION = "revision";
const revision = form?.elements[REVISION];
const made = Number(revision?.value);
const toldIn = new Map();

export const { labels, options } = page;

// What she goes on from who types in this field now.
export const told = (name) => ({ before: held[name] ?? "", at: toldIn.get(name) ?? page.revision ?? made });

export function hear(name, theirs, at = told(name).at) {
  held[name] = theirs;
  toldIn.set(name, at);
}

// The field was received, and is held like this in that revision.
export const noteReceived = (row) => received.put({ report, ...row });

// This page has had before it all that the draft says in that revision.
export async function noteSeenAll(at) {
  revision.value = at;
  await received.put({ report, name: REVISION, from: made, at });
}

// Whether nothing was said since that she has not had before her, but for her own words.
export function isSeen(record) {
  const { name, before, at } = record;
  // The page is older than what she went on from.
  if (at > told(name).at) hear(name, before, at);
  const theirs = told(name).before;
  return (before === theirs && !(saidIn[name] > at)) || isOwn(record, theirs, saidOn[name]);
}

// Bring in what is newer than the page itself; what she has typed in already stays, and the words
// that it would have passed over are answered.
export async function catchUp(typed) {
  const passed = [];
  for (const row of await received.all(report)) {
    if (row.name === DEVICE) continue;
    if (!form || row.at <= made) {
      await received.drop([report, row.name]);
    } else if (row.name !== REVISION) {
      hear(row.name, row.theirs, row.at);
      saidOn[row.name] = device.key;
      if (typed.has(row.name)) passed.push(row);
      else write(row.name, row.value);
    } else if (row.from <= made) {
      revision.value = row.at;
    }
  }
  return passed;
}

export async function letGo() {
  for (const { name } of await received.all(report)) await received.drop([report, name]);
}
