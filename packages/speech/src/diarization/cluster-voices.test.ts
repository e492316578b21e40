import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterVoices, type ClusterOptions } from './cluster-voices.ts';
import { Pace } from './pace.ts';

const defaults: ClusterOptions = {
  threshold: 0.7045654963945799,
  minClusterSize: 12,
  minSpeakers: 1,
  maxSpeakers: Infinity,
};

/** A unit vector for each angle. */
function toVectors(degrees: readonly number[]): Float32Array[] {
  return degrees.map((angle) => Float32Array.of(Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)));
}

/** `count` angles within some degrees of `centre`. */
function around(centre: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => centre + ((i * 7) % 11) - 5);
}

async function cluster(degrees: readonly number[], options: Partial<ClusterOptions> = {}): Promise<number[]> {
  return label(toVectors(degrees), options);
}

async function label(
  vectors: readonly Float32Array[],
  options: Partial<ClusterOptions> = {},
  trusted = vectors,
): Promise<number[]> {
  return Array.from(await clusterVoices(vectors, trusted, { ...defaults, ...options }, new Pace()));
}

function repeat(label: number, count: number): number[] {
  return Array.from({ length: count }, () => label);
}

describe('clusterVoices', () => {
  test('tells speakers apart whose centroids lie farther apart than the threshold', async () => {
    expect(await cluster([...around(0, 20), ...around(90, 20)])).toEqual([...repeat(0, 20), ...repeat(1, 20)]);
    expect(await cluster([...around(0, 20), ...around(30, 20)])).toEqual(repeat(0, 40));
  });

  test('a cluster too small to be a speaker joins the one it resembles', async () => {
    const degrees = [...around(0, 40), ...around(90, 40), ...around(160, 3)];
    expect(await cluster(degrees)).toEqual([...repeat(0, 40), ...repeat(1, 43)]);
  });

  test('a short call needs fewer members: a tenth of all', async () => {
    expect(await cluster([...around(0, 16), ...around(90, 2)])).toEqual([...repeat(0, 16), ...repeat(1, 2)]);
    expect(await cluster([...around(0, 27), ...around(90, 2)])).toEqual(repeat(0, 29));
  });

  test('finds as many speakers as it is told there are', async () => {
    const three = [...around(0, 20), ...around(30, 20), ...around(100, 20)];
    expect(await cluster(three)).toEqual([...repeat(0, 40), ...repeat(1, 20)]);
    expect(await cluster(three, { minSpeakers: 3, maxSpeakers: 3 })).toEqual([
      ...repeat(0, 20),
      ...repeat(1, 20),
      ...repeat(2, 20),
    ]);
  });

  test('finds at most as many speakers as it is told', async () => {
    const degrees = [...around(0, 20), ...around(60, 20), ...around(170, 20)];
    expect(new Set(await cluster(degrees)).size).toBe(3);
    expect(await cluster(degrees, { maxSpeakers: 2 })).toEqual([...repeat(0, 40), ...repeat(1, 20)]);
    expect(await cluster(degrees, { maxSpeakers: 1 })).toEqual(repeat(0, 60));
  });

  test('numbers speakers by first appearance, without gaps', async () => {
    const angles = fc.array(fc.double({ min: 0, max: 360, noNaN: true }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(angles, fc.integer({ min: 1, max: 5 }), async (degrees, maxSpeakers) => {
        const labels = await cluster(degrees, { maxSpeakers });
        expect(labels).toHaveLength(degrees.length);
        const order = [...new Set(labels)];
        expect(order).toEqual(Array.from(order.keys()));
        expect(order.length).toBeLessThanOrEqual(Math.max(1, maxSpeakers));
      }),
    );
  });

  test('vectors that are not trusted make no speaker, and find theirs', async () => {
    const vectors = toVectors([...around(0, 20), ...around(90, 20), ...around(160, 20)]);
    expect(new Set(await label(vectors)).size).toBe(3);
    expect(await label(vectors, {}, vectors.slice(0, 40))).toEqual([...repeat(0, 20), ...repeat(1, 40)]);
    expect(await label(vectors, {}, [])).toEqual(await label(vectors));
  });

  test('long vectors pull the centroid that all are compared with in the end', async () => {
    const vectors = toVectors([...around(0, 20), ...around(90, 20), 44]);
    expect((await label(vectors)).at(-1)).toBe(0);
    const stretched = vectors.map((vector, i) => (i === 0 ? Float32Array.of(100, -200) : vector));
    expect((await label(stretched)).at(-1)).toBe(1);
  });

  test('of very many vectors all get the speaker that a part of them shows', async () => {
    const degrees = Array.from({ length: 9000 }, (_, i) => (i % 3 === 0 ? 90 : 0) + (i % 13) - 6);
    const labels = await cluster(degrees);
    expect(labels.every((label, i) => label === (i % 3 === 0 ? 0 : 1))).toBe(true);
  });

  test('stops when the caller does not want the answer any more', async () => {
    const vectors = Array.from({ length: 1500 }, (_, i) =>
      Float32Array.from({ length: 64 }, (__, k) => Math.sin(i * 12.9898 + k * 78.233 * (i + 1))),
    );
    const controller = new AbortController();
    const clustering = clusterVoices(vectors, vectors, defaults, new Pace(controller.signal));
    setImmediate(() => controller.abort());
    await expect(clustering).rejects.toThrow('aborted');
  });
});
