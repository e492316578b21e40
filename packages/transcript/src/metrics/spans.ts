/** A time of the recording, in seconds from its start; `end` is not before `start`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function secondsOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}

export function longestOf(spans: readonly Span[]): number {
  return spans.reduce((longest, { start, end }) => Math.max(longest, end - start), 0);
}

/** The times at which any of them runs, apart from each other and in order. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** What merged spans leave free between 0 and `until`. */
export function gapsBetween(merged: readonly Span[], until: number): Span[] {
  const starts = [0, ...merged.map(({ end }) => end)];
  const ends = [...merged.map(({ start }) => start), until];
  return starts.map((start, i) => ({ start, end: Math.max(start, ends[i] ?? until) }));
}

/** The times at which spans of both lists run. */
export function intersectSpans(some: readonly Span[], others: readonly Span[]): Span[] {
  return some.flatMap((a) =>
    others.map((b) => ({ start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) })).filter(hasLength),
  );
}

export function doMeet(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function hasLength({ start, end }: Span): boolean {
  return end > start;
}
