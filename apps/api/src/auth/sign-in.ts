import { randomBytes } from 'node:crypto';
import { findUserByEmail, noteLogin, type Db, type UserRow } from '@callscript/db';
import { hash, verify } from '@node-rs/argon2';
import { AttemptLimiter } from './attempt-limiter.ts';
import { networkOf } from '@callscript/http';

const minuteMs = 60_000;
/** Against guessing one password: 5 at once, then waits of 2 s to 15 min; some 110 guesses a day. */
const perAccount = { free: 5, baseDelayMs: 2_000, maxDelayMs: 15 * minuteMs, forgetAfterMs: 60 * minuteMs };
/** Against trying one password on many accounts; an office behind one address signs in freely, successes do not count. */
const perAddress = { free: 50, baseDelayMs: 1_000, maxDelayMs: minuteMs, forgetAfterMs: 10 * minuteMs };
const maxKeys = 10_000;

/** Each verification takes 19 MiB and a thread of the pool that files and name look-ups need too. */
const maxConcurrent = 16;

export type SignInOutcome =
  | { kind: 'signed_in'; user: UserRow }
  | { kind: 'refused' }
  | { kind: 'throttled'; retryAfterSeconds: number };

export type SignIn = (attempt: { email: string; password: string; ip: string }) => Promise<SignInOutcome>;

/** An unknown user, an inactive one and a wrong password take the same work and get the same answer. */
export async function createSignIn(db: Db): Promise<SignIn> {
  const accounts = new AttemptLimiter({ ...perAccount, maxKeys });
  const addresses = new AttemptLimiter({ ...perAddress, maxKeys });
  const nobodysHash = await hash(randomBytes(32));
  let running = 0;

  return async ({ email, password, ip }) => {
    if (running >= maxConcurrent) return throttled(1_000);
    const address = networkOf(ip);
    const account = `${email.toLowerCase()} ${address}`;
    const waitMs = addresses.take(address) || accounts.take(account);
    if (waitMs > 0) return throttled(waitMs);

    running += 1;
    try {
      const user = await findUserByEmail(db, email);
      const matches = await verify(user?.password_hash ?? nobodysHash, password);
      if (user === undefined || !matches || !user.active) return { kind: 'refused' };
      await noteLogin(db, user.id);
      accounts.refund(account);
      addresses.refund(address);
      return { kind: 'signed_in', user };
    } finally {
      running -= 1;
    }
  };
}

function throttled(waitMs: number): SignInOutcome {
  return { kind: 'throttled', retryAfterSeconds: Math.ceil(waitMs / 1000) };
}
