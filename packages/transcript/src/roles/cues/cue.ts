/** A way of speaking that tells an agent from a customer. */
export interface Cue {
  readonly name: string;
  /** The log-odds that it adds: above 0 an agent says it, below 0 a customer. */
  readonly weight: number;
  /** How often it counts in one voice; once unless told otherwise. */
  readonly timesMax?: number;
  /** Counts among a voice's first words alone. */
  readonly opening?: true;
  /**
   * Alternatives of a regular expression over plain words (`SpokenText`). Each stands between spaces, so it neither begins
   * nor ends with one: what must not follow is `(?! word)`.
   */
  readonly patterns: readonly string[];
}

/** Any few words of one phrase, each with the space after it. */
export const some = (max: number): string => `(?:[^ |]+ ){0,${max}}`;
