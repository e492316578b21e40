import type { Merge } from './centroid-linkage.ts';

/** The greatest height in each merge's subtree, which is its own unless an inversion lies below it. */
export function cophenetic(merges: readonly Merge[]): Float64Array {
  const pointCount = merges.length + 1;
  const heights = new Float64Array(merges.length);
  const below = (cluster: number): number => (cluster < pointCount ? 0 : heights[cluster - pointCount]);
  merges.forEach(({ left, right, height }, i) => {
    heights[i] = Math.max(height, below(left), below(right));
  });
  return heights;
}

/**
 * Labels 0, 1, ... of the points when merges up to `threshold` hold, as scipy's fcluster with the criterion "distance".
 * `heights` never fall from a merge to the one above it.
 */
export function cutDendrogram(merges: readonly Merge[], heights: Float64Array, threshold: number): Int32Array {
  const pointCount = merges.length + 1;
  const labels = new Int32Array(pointCount + merges.length).fill(-1);
  let next = 0;
  // A merge has a greater number than its parts, so a label is there before it is handed down.
  for (let i = merges.length - 1; i >= 0; i--) {
    const cluster = pointCount + i;
    if (labels[cluster] === -1 && heights[i] <= threshold) labels[cluster] = next++;
    labels[merges[i].left] = labels[cluster];
    labels[merges[i].right] = labels[cluster];
  }
  for (let point = 0; point < pointCount; point++) if (labels[point] === -1) labels[point] = next++;
  return labels.subarray(0, pointCount);
}
