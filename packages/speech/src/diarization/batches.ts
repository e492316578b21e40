export interface BatchOptions {
  readonly size: number;
  /** Every batch has `size` rows, the last ones empty: CUDA tunes itself anew for each new shape. */
  readonly isFixed: boolean;
}

/** What suits a graph whose first dimension is `rows`: a graph made for one number of rows gets that. */
export function fitBatch(rows: number | string | undefined, wanted: BatchOptions): BatchOptions {
  return typeof rows === 'number' ? { size: rows, isFixed: true } : wanted;
}

export interface Batch<T> {
  readonly items: readonly T[];
  /** Rows of the tensor to make. */
  readonly rows: number;
}

export function* planBatches<T>(items: readonly T[], { size, isFixed }: BatchOptions): Generator<Batch<T>> {
  for (let start = 0; start < items.length; start += size) {
    const batch = items.slice(start, start + size);
    yield { items: batch, rows: isFixed ? size : batch.length };
  }
}
