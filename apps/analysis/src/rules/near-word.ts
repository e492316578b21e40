/** Whether two words are the same but for one letter added, lost, changed or swapped with its neighbour. */
export function isNearWord(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  let toA = a.length;
  let toB = b.length;
  while (toA > from && toB > from && a[toA - 1] === b[toB - 1]) {
    toA -= 1;
    toB -= 1;
  }
  if (toA - from <= 1 && toB - from <= 1) return true;
  return toA - from === 2 && toB - from === 2 && a[from] === b[from + 1] && a[from + 1] === b[from];
}
