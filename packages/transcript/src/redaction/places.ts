/** How many of the rising `places` are before `place`. */
export function countBefore(places: readonly number[], place: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? Infinity) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last of the rising `places` before `place`. */
export function lastBefore(places: readonly number[], place: number): number {
  return places[countBefore(places, place) - 1] ?? -Infinity;
}
