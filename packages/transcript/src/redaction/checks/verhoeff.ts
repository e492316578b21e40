/** The checksum of Aadhaar numbers: it catches every wrong digit and every two neighbours in the wrong order. */

const product = (a: number, b: number): number => {
  if (a < 5) return b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5;
  return b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 5) % 5;
};

/** The permutation of a digit by its place; each row is the one before, permuted once more. */
const permutations: readonly (readonly number[])[] = (() => {
  const step = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
  const rows = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]];
  while (rows.length < 8) rows.push((rows.at(-1) ?? []).map((digit) => step[digit] ?? 0));
  return rows;
})();

export function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    check = product(check, permutations[i % 8]?.[digit] ?? 0);
  }
  return check === 0;
}
