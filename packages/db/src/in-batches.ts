/** Bounds one pass over a backlog; what is left is the next pass's. */
const batchesPerPass = 20;

/**
 * Repeats a bounded piece of work while it fills its bound, at most 20 times; returns the total. Many small transactions
 * hold no lock for long, and a backlog does not wait for as many intervals as it has batches.
 *
 * @param batch does at most `size` things and says how many.
 */
export async function inBatches(size: number, batch: (done: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (let i = 0; i < batchesPerPass; i += 1) {
    const done = await batch(total);
    total += done;
    if (done < size) break;
  }
  return total;
}
