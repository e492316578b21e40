// Which of the many local voices belong to one person: pyannote 3.1's AgglomerativeClustering.
//
// 1. Vectors at length 1 are linked by centroid and cut at a distance.
// 2. Clusters with too few members are no speakers. If the number of the others is not what was asked for, the cut moves
//    merge by merge away from that distance until it is, or as near as it gets.
// 3. A small cluster joins the large one with the most similar centroid.
// 4. Every vector goes to the cluster with the most similar centroid of the vectors as they came.

import { linkByCentroid } from './centroid-linkage.ts';
import { cophenetic, cutDendrogram } from './cut-dendrogram.ts';
import { roundHalfToEven } from './frames.ts';
import type { Pace } from './pace.ts';
import { computeCentroids, findMostSimilar, normalize } from './vectors.ts';

export interface ClusterOptions {
  /** Distance between centroids on the unit sphere up to which two clusters are one speaker. */
  readonly threshold: number;
  /** Members that make a cluster a speaker; a tenth of all where that is less. */
  readonly minClusterSize: number;
  readonly minSpeakers: number;
  readonly maxSpeakers: number;
}

/**
 * Vectors that are linked; time grows with the square. Of more, as many are taken evenly, and the others find their cluster
 * in step 4: two hours have several times as many, and a speaker is in hundreds of them.
 */
const maxLinked = 3000;
const goldenRatio = (1 + Math.sqrt(5)) / 2;

/**
 * The cluster of each vector, numbered by first appearance. Steps 1 to 3 see those that are `trusted`, or all where none
 * is.
 */
export async function clusterVoices(
  vectors: readonly Float32Array[],
  trusted: readonly Float32Array[],
  options: ClusterOptions,
  pace: Pace,
): Promise<Int32Array> {
  const linked = takeEvenly(trusted.length > 0 ? trusted : vectors, maxLinked);
  if (linked.length < 2 || options.maxSpeakers < 2) return new Int32Array(vectors.length);
  const labels = await clusterLinked(linked.map(normalize), options, pace);
  const directions = computeCentroids(linked, labels, countLabels(labels)).map(normalize);
  return numberByAppearance(Int32Array.from(vectors, (vector) => findMostSimilar(vector, directions)));
}

/** Steps 1 to 3. */
async function clusterLinked(
  vectors: readonly Float32Array[],
  options: ClusterOptions,
  pace: Pace,
): Promise<Int32Array> {
  const minSize = Math.min(options.minClusterSize, Math.max(1, roundHalfToEven(0.1 * vectors.length)));
  const labels = await findCut(vectors, minSize, options, pace);
  const sizes = countSizes(labels);
  const isLarge = (label: number): boolean => sizes[label] >= minSize;
  const large = Array.from(sizes.keys()).filter(isLarge);
  if (large.length === 0) return new Int32Array(vectors.length);
  const directions = computeCentroids(vectors, labels, sizes.length).map(normalize);
  const largeDirections = large.map((label) => directions[label]);
  const home = directions.map((direction, label) =>
    isLarge(label) ? large.indexOf(label) : findMostSimilar(direction, largeDirections),
  );
  return labels.map((label) => home[label]);
}

async function findCut(
  vectors: readonly Float32Array[],
  minSize: number,
  options: ClusterOptions,
  pace: Pace,
): Promise<Int32Array> {
  const { threshold } = options;
  const merges = await linkByCentroid(joinRows(vectors), vectors[0].length, pace);
  const labels = cutDendrogram(merges, cophenetic(merges), threshold);
  const target = clampCount(countLarge(labels, minSize), options, vectors.length);
  if (countLarge(labels, minSize) === target) return labels;
  const order = Float64Array.from(merges, (_, i) => i);
  const byDistance = Array.from(merges.keys()).sort(
    (a, b) => Math.abs(merges[a].height - threshold) - Math.abs(merges[b].height - threshold),
  );
  let best: { labels: Int32Array; count: number } = { labels: new Int32Array(vectors.length), count: 1 };
  for (const merge of byDistance) {
    if (merges[merge].size < minSize) continue;
    const candidate = cutDendrogram(merges, order, merge);
    const count = countLarge(candidate, minSize);
    if (Math.abs(count - target) < Math.abs(best.count - target)) best = { labels: candidate, count };
    if (count === target) break;
    await pace.breathe();
  }
  return best.labels;
}

function clampCount(count: number, { minSpeakers, maxSpeakers }: ClusterOptions, vectorCount: number): number {
  const most = Math.min(maxSpeakers, vectorCount);
  return Math.min(most, Math.max(Math.min(minSpeakers, vectorCount), count));
}

function countLarge(labels: Int32Array, minSize: number): number {
  return countSizes(labels).reduce((count, size) => count + (size >= minSize ? 1 : 0), 0);
}

function countSizes(labels: Int32Array): Int32Array {
  const sizes = new Int32Array(countLabels(labels));
  for (const label of labels) sizes[label]++;
  return sizes;
}

function countLabels(labels: Int32Array): number {
  return labels.reduce((most, label) => Math.max(most, label), -1) + 1;
}

function numberByAppearance(labels: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return labels.map((label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
}

/** One item of each of `most` equal stretches, at a place that varies: voices alternate, and a fixed step could miss one. */
function takeEvenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const stretch = items.length / most;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i + ((i * goldenRatio) % 1)) * stretch)]);
}

function joinRows(rows: readonly Float32Array[]): Float32Array {
  const width = rows[0].length;
  const joined = new Float32Array(rows.length * width);
  rows.forEach((row, i) => joined.set(row, i * width));
  return joined;
}
