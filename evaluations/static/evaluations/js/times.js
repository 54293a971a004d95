// How long something took, for the clock and for the answer about the wait.

export const two = (number) => String(number).padStart(2, "0");
// Whole seconds from a stored instant to a moment in milliseconds.
export const since = (from, to) => Math.max(0, Math.floor((to - Date.parse(from)) / 1000));
