// The height of the chart: it grows with the bars, and shrinks only when a number was let go and
// half of it would be empty, so that bars do not jump while they are dragged.

const FILLED = 0.6;

/** Return how high the axis reaches for the tallest bar, given how high it is. */
export function reach(held, tallest, settled) {
  if (tallest > held || (settled && tallest < held * FILLED)) return roundUp(tallest);
  return held;
}

/** Return four to nine round numbers from 0 up to a height. */
export function ticks(height) {
  const step = stepOf(height);
  return Array.from({ length: Math.floor(height / step) + 1 }, (_, place) => place * step);
}

function roundUp(tallest) {
  const half = stepOf(Math.max(tallest, 1)) / 2;
  return Math.ceil(tallest / half) * half;
}

function stepOf(height) {
  let step = 1;
  while (height > 9 * step) step *= 10;
  for (const smaller of [step / 5, step / 2]) {
    if (Number.isInteger(smaller) && height <= 9 * smaller) return smaller;
  }
  return step;
}
