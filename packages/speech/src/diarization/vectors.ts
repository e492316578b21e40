/** The vector at length 1; a vector of zeros stays so. */
export function normalize(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : vector.slice();
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The mean of the vectors of each label, for labels from 0 to `count` - 1. */
export function computeCentroids(vectors: readonly Float32Array[], labels: Int32Array, count: number): Float32Array[] {
  const width = vectors[0].length;
  const sums = Array.from({ length: count }, () => new Float64Array(width));
  const sizes = new Int32Array(count);
  vectors.forEach((vector, i) => {
    const sum = sums[labels[i]];
    sizes[labels[i]]++;
    for (let k = 0; k < width; k++) sum[k] += vector[k];
  });
  return sums.map((sum, label) => Float32Array.from(sum, (value) => value / sizes[label]));
}

/** The index of the centroid in the most similar direction; the first of equals. `directions` have length 1. */
export function findMostSimilar(vector: Float32Array, directions: readonly Float32Array[]): number {
  let best = 0;
  let bestSimilarity = -Infinity;
  directions.forEach((direction, i) => {
    const similarity = dot(vector, direction);
    if (similarity <= bestSimilarity) return;
    bestSimilarity = similarity;
    best = i;
  });
  return best;
}
