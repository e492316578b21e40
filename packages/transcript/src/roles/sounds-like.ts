/**
 * Whether a recogniser may have written `heard` for a name: they differ by a letter, or by a few that do not change its
 * consonants. Both in lower case, of letters alone.
 */
export function soundsLike(heard: string, name: string): boolean {
  if (heard === name) return true;
  if (Math.min(heard.length, name.length) < 4 || initialOf(heard) !== initialOf(name)) return false;
  const distance = editDistance(heard, name);
  if (distance <= 1) return true;
  const consonants = consonantsOf(name);
  return consonants === consonantsOf(heard) && distance <= Math.min(3, consonants.length);
}

/** Sounds that are written in several ways, under one letter. */
const respelled = (word: string): string =>
  word
    .replaceAll(/ph|v/g, 'f')
    .replaceAll(/c(?=[eiy])/g, 's')
    .replaceAll(/ck|[cq]/g, 'k')
    .replaceAll('z', 's')
    .replaceAll(/g(?=[ei])/g, 'j');

const initialOf = (word: string): string => respelled(word).charAt(0);

/** What is left without vowels and what sounds like one: `priya` and `prea` are both `pr`. */
function consonantsOf(word: string): string {
  const spelled = respelled(word);
  return (spelled.charAt(0) + spelled.slice(1).replaceAll(/[aeiouhwy]/g, '')).replaceAll(/(.)\1+/g, '$1');
}

/** Levenshtein's: letters added, lost or changed. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
