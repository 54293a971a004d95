// Nothing moves away from under a finger: what changes the page's layout waits until it is lifted,
// for a press counts only where it began.

let isDown = false;
const later = new Map();

// Do it now, or once nothing is pressed; of several for one place the last one counts.
export function whenLifted(place, work) {
  if (isDown) later.set(place, work);
  else work();
}

// The click comes after the lifting, and has to find its place.
const lifted = () =>
  setTimeout(() => {
    isDown = false;
    for (const work of later.values()) work();
    later.clear();
  });

addEventListener("pointerdown", () => (isDown = true), true);
addEventListener("pointerup", lifted, true);
addEventListener("pointercancel", lifted, true);
