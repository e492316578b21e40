// How the rows of a step lie in the tensors of decoder_joint-model.onnx, which has the row in the middle and time last.

/** The prediction network's LSTM, both [layers x hidden], row-major. */
export interface LstmState {
  readonly hidden: Float32Array;
  readonly cell: Float32Array;
}

/** [rows x width x frameCount] from frames of each row [own frames x width]; zeros where a row has fewer. */
export function toColumns(rows: readonly Float32Array[], width: number, frameCount: number): Float32Array {
  const columns = new Float32Array(rows.length * width * frameCount);
  rows.forEach((frames, row) => {
    const offset = row * width * frameCount;
    const ownCount = frames.length / width;
    for (let t = 0; t < ownCount; t++) {
      for (let d = 0; d < width; d++) columns[offset + d * frameCount + t] = frames[t * width + d];
    }
  });
  return columns;
}

/** [layers x rows x hidden] from the states of each row [layers x hidden]. */
export function interleaveLayers(rows: readonly Float32Array[], hidden: number): Float32Array {
  const interleaved = new Float32Array(rows.length * rows[0].length);
  rows.forEach((state, row) => {
    for (let at = 0; at < state.length; at += hidden) {
      interleaved.set(state.subarray(at, at + hidden), at * rows.length + row * hidden);
    }
  });
  return interleaved;
}

/** One row of what `interleaveLayers` makes, as a copy. */
export function extractRow(interleaved: Float32Array, row: number, rowCount: number, hidden: number): Float32Array {
  const state = new Float32Array(interleaved.length / rowCount);
  for (let at = 0; at < state.length; at += hidden) {
    const start = at * rowCount + row * hidden;
    state.set(interleaved.subarray(start, start + hidden), at);
  }
  return state;
}
