import { describe, expect, test } from 'vitest';
import { scipyWithInversion, scipyWithoutInversion } from './_scipy-linkage.ts';
import { linkByCentroid } from './centroid-linkage.ts';
import { cophenetic, cutDendrogram } from './cut-dendrogram.ts';
import { Pace } from './pace.ts';

/** Labels by first appearance, so that only the grouping counts. */
function regroup(labels: ArrayLike<number>): number[] {
  const order: number[] = [];
  return Array.from(labels, (label) => {
    if (!order.includes(label)) order.push(label);
    return order.indexOf(label);
  });
}

describe('cutDendrogram', () => {
  test.each([
    ['without an inversion', scipyWithoutInversion],
    ['with an inversion', scipyWithInversion],
  ])('groups as scipy %s', async (_, { points, width, labelsAt1 }) => {
    const merges = await linkByCentroid(Float32Array.from(points), width, new Pace());
    expect(regroup(cutDendrogram(merges, cophenetic(merges), 1))).toEqual(regroup(labelsAt1));
  });

  test('an inversion is cut where the greatest height below it is', () => {
    const merges = [
      { left: 0, right: 1, height: 1, size: 2 },
      { left: 2, right: 3, height: 0.9, size: 3 },
    ];
    const heights = cophenetic(merges);
    expect(Array.from(heights)).toEqual([1, 1]);
    expect(regroup(cutDendrogram(merges, heights, 0.95))).toEqual([0, 1, 2]);
    expect(regroup(cutDendrogram(merges, heights, 1))).toEqual([0, 0, 0]);
  });

  test('one point has a cluster to itself', () => {
    expect(Array.from(cutDendrogram([], new Float64Array(0), 1))).toEqual([0]);
  });
});
