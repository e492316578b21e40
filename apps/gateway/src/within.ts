/** What a database that does not answer looks like, in the words that `isDatabaseAway` knows. */
class NoAnswerError extends Error {
  readonly code = 'ETIMEDOUT';
}

/** The work's result, or an error that means "the database is away" when it takes longer. The work itself goes on. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new NoAnswerError(`the database did not answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
