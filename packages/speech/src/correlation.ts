/** Pearson correlation of two signals of one length, -1 to 1; 1 when both are constant, 0 when only one is. */
export function correlate(a: Float32Array, b: Float32Array): number {
  const count = a.length;
  let sumA = 0;
  let sumB = 0;
  let sumAa = 0;
  let sumBb = 0;
  let sumAb = 0;
  for (let i = 0; i < count; i++) {
    sumA += a[i];
    sumB += b[i];
    sumAa += a[i] * a[i];
    sumBb += b[i] * b[i];
    sumAb += a[i] * b[i];
  }
  const varianceA = sumAa - (sumA * sumA) / count;
  const varianceB = sumBb - (sumB * sumB) / count;
  if (varianceA <= 0 && varianceB <= 0) return 1;
  if (varianceA <= 0 || varianceB <= 0) return 0;
  return (sumAb - (sumA * sumB) / count) / Math.sqrt(varianceA * varianceB);
}
