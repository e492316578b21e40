/** Pearson correlation of two signals that come part by part. */
export class Correlation {
  #count = 0;
  #sumA = 0;
  #sumB = 0;
  #sumAa = 0;
  #sumBb = 0;
  #sumAb = 0;

  /** The next part of both signals, of one length. */
  add(a: Float32Array, b: Float32Array): void {
    let [sumA, sumB, sumAa, sumBb, sumAb] = [this.#sumA, this.#sumB, this.#sumAa, this.#sumBb, this.#sumAb];
    for (let i = 0; i < a.length; i++) {
      sumA += a[i];
      sumB += b[i];
      sumAa += a[i] * a[i];
      sumBb += b[i] * b[i];
      sumAb += a[i] * b[i];
    }
    [this.#sumA, this.#sumB, this.#sumAa, this.#sumBb, this.#sumAb] = [sumA, sumB, sumAa, sumBb, sumAb];
    this.#count += a.length;
  }

  /** -1 to 1; 1 when both signals are constant, 0 when only one is. */
  get coefficient(): number {
    const varianceA = this.#sumAa - (this.#sumA * this.#sumA) / this.#count;
    const varianceB = this.#sumBb - (this.#sumB * this.#sumB) / this.#count;
    if (varianceA <= 0 && varianceB <= 0) return 1;
    if (varianceA <= 0 || varianceB <= 0) return 0;
    return (this.#sumAb - (this.#sumA * this.#sumB) / this.#count) / Math.sqrt(varianceA * varianceB);
  }
}
