// Who said a word: a digest tells which word it is, and not on which device it was said.
//
// Each phone makes itself a key for each report that is filled in on it, and every save carries it.
// It tells nothing of the phone or of her, is another one for every report, and goes with the words.

import { Store } from "./phone.js";

const received = new Store("received");
// Beside what was received of a report's fields; no field has this name.
export const DEVICE = "device";
export const device = { key: crypto.randomUUID() };

// From now on it is the key that this phone has said things under, if it has.
export async function recall(report) {
  const row = { report, name: DEVICE, key: device.key };
  device.key = (await received.first([report, DEVICE], row)).key;
}

// What the server holds are her own earlier words: they came through, their answer did not. What was
// said before there were keys is known by its digest alone; what was said without one since is
// another's.
export const isOwn = ({ earlier = [] }, theirs, by = device.key) =>
  Boolean(theirs) && by === device.key && earlier.includes(theirs);
