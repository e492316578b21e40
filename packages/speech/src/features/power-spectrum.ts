// Power spectrum of 512 real samples in double precision.
//
// 1. Pack neighbours as 256 complex numbers z[n] = x[2n] + i x[2n+1].
// 2. Complex FFT of 256 = 4^4 points: Stockham radix-4, four passes between two buffers, no reordering. The first reads
//    the packed samples where they lie; the last has no twiddle factors.
// 3. Unpack with E = (Z[k] + Z*[256-k]) / 2, O = (Z[k] - Z*[256-k]) / 2i:
//    X[k] = E + w O and X[256-k] = (E - w O)*, w = exp(-2 pi i k / 512). Only |X|^2 is kept.
//
// The butterfly is written out in each pass: a shared one, or one loop for all passes, takes half as long again.

export const fftSize = 512;
export const binCount = fftSize / 2 + 1;

const points = fftSize / 2;
const quarter = points / 4;
const cosines = Float64Array.from({ length: fftSize }, (_, k) => Math.cos((2 * Math.PI * k) / fftSize));
const sines = Float64Array.from({ length: fftSize }, (_, k) => -Math.sin((2 * Math.PI * k) / fftSize));

const firstTwiddles = buildTwiddles(1);
const secondTwiddles = buildTwiddles(4);
const thirdTwiddles = buildTwiddles(16);

interface ComplexBuffer {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export class PowerSpectrum {
  readonly #even = createBuffer();
  readonly #odd = createBuffer();

  /** Writes |X[k]|^2 of `frame` [512] for k = 0..256 into `power` [257]. */
  compute(frame: Float64Array, power: Float64Array): void {
    firstPass(frame, this.#even);
    middlePass(this.#even, this.#odd, 4, secondTwiddles);
    middlePass(this.#odd, this.#even, 16, thirdTwiddles);
    lastPass(this.#even, this.#odd);
    unpackPower(this.#odd, power);
  }
}

function createBuffer(): ComplexBuffer {
  return { re: new Float64Array(points), im: new Float64Array(points) };
}

/**
 * Of the pass that handles `stride` interleaved transforms: real and imaginary part of w, w^2 and w^3 for each p, where
 * w = exp(-2 pi i p stride / 256).
 */
function buildTwiddles(stride: number): Float64Array {
  const twiddles: number[] = [];
  for (let p = 0; p < quarter / stride; p++) {
    for (const power of [1, 2, 3]) {
      const turn = 2 * p * stride * power;
      twiddles.push(cosines[turn], sines[turn]);
    }
  }
  return Float64Array.from(twiddles);
}

/** One decimation-in-frequency pass over the whole transform. */
function firstPass(frame: Float64Array, { re: yr, im: yi }: ComplexBuffer): void {
  for (let p = 0; p < quarter; p++) {
    const a = 2 * p;
    const b = a + 2 * quarter;
    const c = b + 2 * quarter;
    const d = c + 2 * quarter;
    const sumAcR = frame[a] + frame[c];
    const sumAcI = frame[a + 1] + frame[c + 1];
    const difAcR = frame[a] - frame[c];
    const difAcI = frame[a + 1] - frame[c + 1];
    const sumBdR = frame[b] + frame[d];
    const sumBdI = frame[b + 1] + frame[d + 1];
    const difBdR = frame[b] - frame[d];
    const difBdI = frame[b + 1] - frame[d + 1];
    const w = 6 * p;
    const out = 4 * p;
    yr[out] = sumAcR + sumBdR;
    yi[out] = sumAcI + sumBdI;
    const y1r = difAcR + difBdI;
    const y1i = difAcI - difBdR;
    yr[out + 1] = firstTwiddles[w] * y1r - firstTwiddles[w + 1] * y1i;
    yi[out + 1] = firstTwiddles[w] * y1i + firstTwiddles[w + 1] * y1r;
    const y2r = sumAcR - sumBdR;
    const y2i = sumAcI - sumBdI;
    yr[out + 2] = firstTwiddles[w + 2] * y2r - firstTwiddles[w + 3] * y2i;
    yi[out + 2] = firstTwiddles[w + 2] * y2i + firstTwiddles[w + 3] * y2r;
    const y3r = difAcR - difBdI;
    const y3i = difAcI + difBdR;
    yr[out + 3] = firstTwiddles[w + 4] * y3r - firstTwiddles[w + 5] * y3i;
    yi[out + 3] = firstTwiddles[w + 4] * y3i + firstTwiddles[w + 5] * y3r;
  }
}

/** One pass over `stride` interleaved transforms. */
function middlePass(source: ComplexBuffer, target: ComplexBuffer, stride: number, twiddles: Float64Array): void {
  const { re: xr, im: xi } = source;
  const { re: yr, im: yi } = target;
  for (let p = 0; p < quarter / stride; p++) {
    const w1r = twiddles[6 * p];
    const w1i = twiddles[6 * p + 1];
    const w2r = twiddles[6 * p + 2];
    const w2i = twiddles[6 * p + 3];
    const w3r = twiddles[6 * p + 4];
    const w3i = twiddles[6 * p + 5];
    let out = 4 * stride * p;
    for (let a = stride * p; a < stride * (p + 1); a++, out++) {
      const b = a + quarter;
      const c = b + quarter;
      const d = c + quarter;
      const sumAcR = xr[a] + xr[c];
      const sumAcI = xi[a] + xi[c];
      const difAcR = xr[a] - xr[c];
      const difAcI = xi[a] - xi[c];
      const sumBdR = xr[b] + xr[d];
      const sumBdI = xi[b] + xi[d];
      const difBdR = xr[b] - xr[d];
      const difBdI = xi[b] - xi[d];
      yr[out] = sumAcR + sumBdR;
      yi[out] = sumAcI + sumBdI;
      const y1r = difAcR + difBdI;
      const y1i = difAcI - difBdR;
      yr[out + stride] = w1r * y1r - w1i * y1i;
      yi[out + stride] = w1r * y1i + w1i * y1r;
      const y2r = sumAcR - sumBdR;
      const y2i = sumAcI - sumBdI;
      yr[out + 2 * stride] = w2r * y2r - w2i * y2i;
      yi[out + 2 * stride] = w2r * y2i + w2i * y2r;
      const y3r = difAcR - difBdI;
      const y3i = difAcI + difBdR;
      yr[out + 3 * stride] = w3r * y3r - w3i * y3i;
      yi[out + 3 * stride] = w3r * y3i + w3i * y3r;
    }
  }
}

/** 64 interleaved transforms of four points. */
function lastPass({ re: xr, im: xi }: ComplexBuffer, { re: yr, im: yi }: ComplexBuffer): void {
  for (let a = 0; a < quarter; a++) {
    const b = a + quarter;
    const c = b + quarter;
    const d = c + quarter;
    const sumAcR = xr[a] + xr[c];
    const sumAcI = xi[a] + xi[c];
    const difAcR = xr[a] - xr[c];
    const difAcI = xi[a] - xi[c];
    const sumBdR = xr[b] + xr[d];
    const sumBdI = xi[b] + xi[d];
    const difBdR = xr[b] - xr[d];
    const difBdI = xi[b] - xi[d];
    yr[a] = sumAcR + sumBdR;
    yi[a] = sumAcI + sumBdI;
    yr[b] = difAcR + difBdI;
    yi[b] = difAcI - difBdR;
    yr[c] = sumAcR - sumBdR;
    yi[c] = sumAcI - sumBdI;
    yr[d] = difAcR - difBdI;
    yi[d] = difAcI + difBdR;
  }
}

function unpackPower({ re, im }: ComplexBuffer, power: Float64Array): void {
  power[0] = (re[0] + im[0]) ** 2;
  power[points] = (re[0] - im[0]) ** 2;
  for (let k = 1; k <= points / 2; k++) {
    const mirror = points - k;
    const evenR = (re[k] + re[mirror]) / 2;
    const evenI = (im[k] - im[mirror]) / 2;
    const oddR = (im[k] + im[mirror]) / 2;
    const oddI = (re[mirror] - re[k]) / 2;
    const turnedR = cosines[k] * oddR - sines[k] * oddI;
    const turnedI = cosines[k] * oddI + sines[k] * oddR;
    power[k] = (evenR + turnedR) ** 2 + (evenI + turnedI) ** 2;
    power[mirror] = (evenR - turnedR) ** 2 + (evenI - turnedI) ** 2;
  }
}
