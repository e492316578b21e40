import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scipyWithInversion, scipyWithoutInversion } from './_scipy-linkage.ts';
import { linkByCentroid, type Merge } from './centroid-linkage.ts';
import { Pace } from './pace.ts';

async function link(points: readonly number[], width: number): Promise<Merge[]> {
  return linkByCentroid(Float32Array.from(points), width, new Pace());
}

function toRows(merges: readonly Merge[]): number[][] {
  return merges.map(({ left, right, height, size }) => [left, right, Number(height.toFixed(5)), size]);
}

/** Step by step by the definition: all centroids against all. */
function linkByDefinition(points: readonly number[], width: number): number[] {
  let clusters = Array.from({ length: points.length / width }, (_, i) => [points.slice(i * width, (i + 1) * width)]);
  const heights: number[] = [];
  const centroid = (rows: number[][]): number[] =>
    Array.from({ length: width }, (_, k) => rows.reduce((sum, row) => sum + row[k], 0) / rows.length);
  while (clusters.length > 1) {
    const centroids = clusters.map(centroid);
    let best = { a: 0, b: 1, distance: Infinity };
    for (let a = 0; a < clusters.length; a++) {
      for (let b = a + 1; b < clusters.length; b++) {
        const distance = Math.hypot(...centroids[a].map((value, k) => value - centroids[b][k]));
        if (distance < best.distance) best = { a, b, distance };
      }
    }
    heights.push(best.distance);
    const merged = [...clusters[best.a], ...clusters[best.b]];
    clusters = [...clusters.filter((_, i) => i !== best.a && i !== best.b), merged];
  }
  return heights;
}

describe('linkByCentroid', () => {
  test('merges unit vectors as the reference does', async () => {
    const degrees = [0, 4, 9, 60, 66, 75, 170, 40, -15, 100];
    const points = degrees.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]);
    expect(toRows(await link(points, 2))).toEqual([
      [0, 1, 0.0698, 2],
      [3, 4, 0.10467, 2],
      [2, 10, 0.12206, 3],
      [5, 11, 0.20892, 3],
      [8, 12, 0.33549, 4],
      [7, 13, 0.46553, 4],
      [9, 15, 0.67084, 5],
      [14, 16, 1.08814, 9],
      [6, 17, 1.64831, 10],
    ]);
  });

  test.each([
    ['without an inversion', scipyWithoutInversion],
    ['with an inversion', scipyWithInversion],
  ])('equals scipy %s', async (_, { points, width, merges }) => {
    const found = await link(points, width);
    expect(found.map(({ left, right, size }) => [left, right, size])).toEqual(merges.map((row) => row.toSpliced(2, 1)));
    found.forEach(({ height }, i) => expect(height).toBeCloseTo(merges[i][2], 5));
  });

  test('always takes the two nearest centroids', async () => {
    const width = 3;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 24 }), fc.nat(), async (count, seed) => {
        // Without regularity, so that no two distances are equal.
        const points = Array.from(
          Float32Array.from({ length: count * width }, (_, i) => Math.sin((i + 1) * (seed + 7.3))),
        );
        const heights = (await link(points, width)).map(({ height }) => height);
        const expected = linkByDefinition(points, width);
        expect(heights).toHaveLength(expected.length);
        expect(Math.max(0, ...heights.map((height, i) => Math.abs(height - expected[i])))).toBeLessThan(1e-9);
      }),
    );
  });
});
