import { InvalidKeyError } from './errors.ts';

const keyBytesMax = 512;
/** What common file systems allow for one name. */
const segmentBytesMax = 255;

/**
 * Refuses a key that could leave the store, hide in it, or mean different objects to a folder and to S3.
 * @throws InvalidKeyError
 */
export function assertKey(key: string): void {
  const problem = findProblem(key);
  if (problem) throw new InvalidKeyError(key, problem);
}

function findProblem(key: string): string | undefined {
  if (key === '') return 'is empty';
  if (!key.isWellFormed()) return 'is not well-formed Unicode';
  if (Buffer.byteLength(key) > keyBytesMax) return `is longer than ${keyBytesMax} bytes`;
  if (/[\p{Cc}\\]/u.test(key)) return 'holds a control character or a backslash';
  for (const segment of key.split('/')) {
    if (segment === '') return 'starts or ends with "/" or holds "//"';
    // Refuses '.' and '..', and keeps the folder store's own '.incoming' out of reach.
    if (segment.startsWith('.')) return 'has a part that starts with "."';
    if (Buffer.byteLength(segment) > segmentBytesMax) return `has a part longer than ${segmentBytesMax} bytes`;
  }
  return undefined;
}
