// Walking by keyboard: whom an arrow key leads to.

const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };
const UPWARDS = { ArrowUp: -1, ArrowDown: 1 };

// The nearest person in the direction of the key, or null. Left and right stay in the row; up and down go to the nearest
// row that way, and there prefer somebody tied to the person one comes from.
export function neighbourOf(key, from, people, tied) {
  if (key in SIDEWAYS) {
    const way = SIDEWAYS[key];
    return best(people.filter((p) => p.y === from.y && (p.x - from.x) * way > 0), (p) => Math.abs(p.x - from.x));
  }
  const way = UPWARDS[key];
  const beyond = people.filter((p) => (p.y - from.y) * way > 0);
  if (!beyond.length) return null;
  const row = best(beyond, (p) => Math.abs(p.y - from.y)).y;
  const inRow = beyond.filter((p) => p.y === row);
  const kin = inRow.filter((p) => tied.has(p.id));
  return best(kin.length ? kin : inRow, (p) => Math.abs(p.x - from.x));
}

function best(people, cost) {
  return people.reduce((a, b) => (a === null || cost(b) < cost(a) ? b : a), null);
}
