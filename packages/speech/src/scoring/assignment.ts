// The Hungarian method with potentials (Kuhn, Munkres), O(rows^2 x columns): rows are placed one after another, each by
// the cheapest path of moves that frees a column. One column and row, numbered 0, stand for "nothing yet".

/** The column of each row, each used once, so that the sum of `weights` [rows x columns] is greatest. Needs rows <= columns. */
export function assignColumns(weights: Float64Array, rows: number, columns: number): Int32Array {
  const rowPotentials = new Float64Array(rows + 1);
  const columnPotentials = new Float64Array(columns + 1);
  const rowOfColumn = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const previous = new Int32Array(columns + 1);
    const slacks = new Float64Array(columns + 1).fill(Infinity);
    const isVisited = new Uint8Array(columns + 1);
    rowOfColumn[0] = row;
    let column = 0;
    while (rowOfColumn[column] !== 0) {
      isVisited[column] = 1;
      const current = rowOfColumn[column];
      let next = 0;
      for (let j = 1; j <= columns; j++) {
        if (isVisited[j] === 1) continue;
        const cost = -weights[(current - 1) * columns + j - 1];
        const slack = cost - rowPotentials[current] - columnPotentials[j];
        if (slack < slacks[j]) {
          slacks[j] = slack;
          previous[j] = column;
        }
        if (next === 0 || slacks[j] < slacks[next]) next = j;
      }
      const step = slacks[next];
      for (let j = 0; j <= columns; j++) {
        if (isVisited[j] === 1) {
          rowPotentials[rowOfColumn[j]] += step;
          columnPotentials[j] -= step;
        } else {
          slacks[j] -= step;
        }
      }
      column = next;
    }
    while (column !== 0) {
      rowOfColumn[column] = rowOfColumn[previous[column]];
      column = previous[column];
    }
  }
  const columnOfRow = new Int32Array(rows);
  for (let j = 1; j <= columns; j++) if (rowOfColumn[j] !== 0) columnOfRow[rowOfColumn[j] - 1] = j - 1;
  return columnOfRow;
}
