/** A DATETIME of a hand-written query, which arrives as text, in UTC as the session is. */
export function utcDate(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`);
}
