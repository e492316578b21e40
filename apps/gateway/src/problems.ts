import { HttpProblem } from '@callscript/http';

/** What every sender without the right secret hears, so that nobody learns which businesses exist. */
export function unauthorized(): HttpProblem {
  return new HttpProblem(401, 'the signature does not fit');
}

export function unavailable(detail: string): HttpProblem {
  return new HttpProblem(503, detail, { headers: { 'retry-after': '5' } });
}
