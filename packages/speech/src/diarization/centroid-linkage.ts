// Agglomerative clustering by centroids (Euclidean), as scipy's linkage(points, "centroid").
//
// 1. Each row i remembers its nearest later row j > i and their distance.
// 2. The pair with the least distance merges: row a goes, the later row b becomes the mean of both.
// 3. Row b finds its nearest later row again. An earlier row takes b if it is nearer than what it remembers. If its nearest
//    was a or b, what it remembers is now a lower bound only: its nearest is sought when it becomes the least of all.
//
// A merged centroid can lie nearer to a third than either part did (an inversion), so heights may fall. Centroids and
// sizes are all that is kept: memory grows with the points, time with their square times the width.

import type { Pace } from './pace.ts';

export interface Merge {
  /** Clusters in scipy's numbering: points first, then merges in order; `left` is the smaller number. */
  readonly left: number;
  readonly right: number;
  readonly height: number;
  /** Points in the merged cluster. */
  readonly size: number;
}

const stale = -1;
/** Coordinates summed before the sum is looked at: most pairs are too far apart after a few. */
const blockWidth = 32;

/** The n - 1 merges of `points` [n x width], row-major. */
export async function linkByCentroid(points: Float32Array, width: number, pace: Pace): Promise<Merge[]> {
  const linkage = new CentroidLinkage(points, width);
  for (let row = 0; row < linkage.count; row++) {
    linkage.findNearest(row);
    await pace.breathe();
  }
  const merges: Merge[] = [];
  for (let i = 1; i < linkage.count; i++) {
    merges.push(linkage.mergeNearest());
    await pace.breathe();
  }
  return merges;
}

class CentroidLinkage {
  readonly count: number;
  readonly #width: number;
  readonly #centroids: Float64Array;
  readonly #sizes: Int32Array;
  readonly #ids: Int32Array;
  readonly #isGone: Uint8Array;
  readonly #nearest: Int32Array;
  /** Squared distance to the nearest later row, or less. */
  readonly #bounds: Float64Array;
  #nextId: number;

  constructor(points: Float32Array, width: number) {
    const count = points.length / width;
    this.#width = width;
    this.count = count;
    this.#centroids = new Float64Array(points);
    this.#sizes = new Int32Array(count).fill(1);
    this.#ids = Int32Array.from({ length: count }, (_, i) => i);
    this.#isGone = new Uint8Array(count);
    this.#nearest = new Int32Array(count);
    this.#bounds = new Float64Array(count);
    this.#nextId = count;
  }

  mergeNearest(): Merge {
    const a = this.#takeLeast();
    const b = this.#nearest[a];
    const merge = {
      left: Math.min(this.#ids[a], this.#ids[b]),
      right: Math.max(this.#ids[a], this.#ids[b]),
      height: Math.sqrt(this.#bounds[a]),
      size: this.#sizes[a] + this.#sizes[b],
    };
    this.#moveInto(a, b);
    this.#ids[b] = this.#nextId++;
    this.#updateRows(a, b);
    return merge;
  }

  /** The row whose nearest is the least of all, with that nearest known. */
  #takeLeast(): number {
    for (;;) {
      let least = 0;
      for (let row = 1; row < this.count; row++) if (this.#bounds[row] < this.#bounds[least]) least = row;
      if (this.#nearest[least] !== stale) return least;
      this.findNearest(least);
    }
  }

  #moveInto(a: number, b: number): void {
    const size = this.#sizes[a] + this.#sizes[b];
    const shareA = this.#sizes[a] / size;
    const shareB = this.#sizes[b] / size;
    const fromA = a * this.#width;
    const fromB = b * this.#width;
    for (let k = 0; k < this.#width; k++) {
      this.#centroids[fromB + k] = shareA * this.#centroids[fromA + k] + shareB * this.#centroids[fromB + k];
    }
    this.#sizes[b] = size;
    this.#isGone[a] = 1;
    this.#bounds[a] = Infinity;
  }

  #updateRows(a: number, b: number): void {
    for (let row = 0; row < b; row++) {
      if (this.#isGone[row] === 1) continue;
      const distance = this.#distance(row, b, this.#bounds[row]);
      if (distance < this.#bounds[row]) {
        this.#bounds[row] = distance;
        this.#nearest[row] = b;
      } else if (this.#nearest[row] === a || this.#nearest[row] === b) {
        this.#nearest[row] = stale;
      }
    }
    this.findNearest(b);
  }

  findNearest(row: number): void {
    let nearest = stale;
    let bound = Infinity;
    for (let other = row + 1; other < this.count; other++) {
      if (this.#isGone[other] === 1) continue;
      const distance = this.#distance(row, other, bound);
      if (distance >= bound) continue;
      bound = distance;
      nearest = other;
    }
    this.#nearest[row] = nearest;
    this.#bounds[row] = bound;
  }

  /** The squared distance, or any part of it that reaches `bound`. */
  #distance(a: number, b: number, bound: number): number {
    const centroids = this.#centroids;
    const shift = (b - a) * this.#width;
    const end = (a + 1) * this.#width;
    let sum = 0;
    for (let i = a * this.#width; i < end && sum < bound;) {
      for (const blockEnd = Math.min(i + blockWidth, end); i < blockEnd; i++) {
        const difference = centroids[i] - centroids[i + shift];
        sum += difference * difference;
      }
    }
    return sum;
  }
}
