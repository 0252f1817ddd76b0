// Which known word was meant?

/** The candidate with the fewest edits, if it is near enough to be what was meant. */
export function nearest(word, candidates) {
  const ranked = candidates.map((candidate) => ({ candidate, edits: edits(word, candidate) }));
  ranked.sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best && best.edits <= Math.max(2, best.candidate.length / 2) ? best.candidate : undefined;
}

/** The Levenshtein distance. */
function edits(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}
