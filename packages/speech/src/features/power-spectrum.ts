// Power spectrum of 512 real samples in double precision.
//
// 1. Pack neighbours as 256 complex numbers z[n] = x[2n] + i x[2n+1].
// 2. Complex FFT of 256 = 4^4 points: Stockham radix-4, four passes between two buffers, no reordering.
// 3. Unpack with E = (Z[k] + Z*[256-k]) / 2, O = (Z[k] - Z*[256-k]) / 2i:
//    X[k] = E + w O and X[256-k] = (E - w O)*, w = exp(-2 pi i k / 512). Only |X|^2 is kept.

export const fftSize = 512;
export const binCount = fftSize / 2 + 1;

const points = fftSize / 2;
const cosines = Float64Array.from({ length: fftSize }, (_, k) => Math.cos((2 * Math.PI * k) / fftSize));
const sines = Float64Array.from({ length: fftSize }, (_, k) => -Math.sin((2 * Math.PI * k) / fftSize));

interface ComplexBuffer {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export class PowerSpectrum {
  #source: ComplexBuffer = createBuffer();
  #target: ComplexBuffer = createBuffer();

  /** Writes |X[k]|^2 of `frame` [512] for k = 0..256 into `power` [257]. */
  compute(frame: Float64Array, power: Float64Array): void {
    const { re, im } = this.#source;
    for (let n = 0; n < points; n++) {
      re[n] = frame[2 * n];
      im[n] = frame[2 * n + 1];
    }
    for (let span = points, stride = 1; span > 1; span /= 4, stride *= 4) {
      radix4Pass(this.#source, this.#target, span, stride);
      [this.#source, this.#target] = [this.#target, this.#source];
    }
    unpackPower(this.#source, power);
  }
}

function createBuffer(): ComplexBuffer {
  return { re: new Float64Array(points), im: new Float64Array(points) };
}

/** One decimation-in-frequency pass over `stride` interleaved transforms of `span` points. */
function radix4Pass(source: ComplexBuffer, target: ComplexBuffer, span: number, stride: number): void {
  const { re: xr, im: xi } = source;
  const { re: yr, im: yi } = target;
  const quarter = span / 4;
  const jump = quarter * stride;
  for (let p = 0; p < quarter; p++) {
    // The table has 512 steps a turn, so exp(-2 pi i p / span) is entry p * 512 / span = 2 * p * stride.
    const turn = 2 * p * stride;
    const w1r = cosines[turn];
    const w1i = sines[turn];
    const w2r = cosines[2 * turn];
    const w2i = sines[2 * turn];
    const w3r = cosines[3 * turn];
    const w3i = sines[3 * turn];
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const b = a + jump;
      const c = b + jump;
      const d = c + jump;
      const sumAcR = xr[a] + xr[c];
      const sumAcI = xi[a] + xi[c];
      const difAcR = xr[a] - xr[c];
      const difAcI = xi[a] - xi[c];
      const sumBdR = xr[b] + xr[d];
      const sumBdI = xi[b] + xi[d];
      const difBdR = xr[b] - xr[d];
      const difBdI = xi[b] - xi[d];
      const out = q + 4 * stride * p;
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

function unpackPower({ re, im }: ComplexBuffer, power: Float64Array): void {
  for (let k = 0; k <= points / 2; k++) {
    const mirror = (points - k) % points;
    const evenR = (re[k] + re[mirror]) / 2;
    const evenI = (im[k] - im[mirror]) / 2;
    const oddR = (im[k] + im[mirror]) / 2;
    const oddI = (re[mirror] - re[k]) / 2;
    const turnedR = cosines[k] * oddR - sines[k] * oddI;
    const turnedI = cosines[k] * oddI + sines[k] * oddR;
    power[k] = (evenR + turnedR) ** 2 + (evenI + turnedI) ** 2;
    power[points - k] = (evenR - turnedR) ** 2 + (evenI - turnedI) ** 2;
  }
}
