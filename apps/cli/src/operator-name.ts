import { userInfo } from 'node:os';

/** Who runs this command; a user id without a name is common in containers. */
export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
