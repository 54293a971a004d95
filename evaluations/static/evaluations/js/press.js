// Nothing moves away from under a finger: what changes the page's layout waits until it is lifted,
// for a press counts only where it began.

let isDown = false;
let later = null;

// Do it now, or once nothing is pressed; of several that wait the last one counts.
export function whenLifted(work) {
  if (isDown) later = work;
  else work();
}

// The click comes after the lifting, and has to find its place.
const lifted = () =>
  setTimeout(() => {
    isDown = false;
    later?.();
    later = null;
  });

addEventListener("pointerdown", () => (isDown = true), true);
addEventListener("pointerup", lifted, true);
addEventListener("pointercancel", lifted, true);
