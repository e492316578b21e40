/** Shorter chunks than this share of the longest would spend too much of a batch on padding. */
const leastLikeness = 0.8;

/**
 * Which of the waiting chunks to run together: all of them sorted by length, longest first, and cut where a batch is full
 * or the next is much shorter. Of these batches the one that holds the oldest chunk, so that no chunk waits for ever.
 *
 * @param lengths of the waiting chunks, oldest first
 * @param fits whether so many rows of a length may run together; one always may
 * @returns indexes into `lengths`, longest first
 */
export function planBatch(lengths: readonly number[], fits: (rows: number, length: number) => boolean): number[] {
  const order = lengths.map((_, index) => index).toSorted((a, b) => lengths[b] - lengths[a]);
  let batch: number[] = [];
  for (const index of order) {
    const longest = lengths[batch[0] ?? index];
    if (batch.length > 0 && !(lengths[index] >= leastLikeness * longest && fits(batch.length + 1, longest))) {
      if (batch.includes(0)) return batch;
      batch = [];
    }
    batch.push(index);
  }
  return batch;
}
