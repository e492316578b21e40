import { eq } from 'drizzle-orm';
import type { Executor } from '../client.ts';
import { users, type UserRow } from '../schema/operations.ts';
import { utcNow } from '../sql.ts';

/** @param email compared in lower case. */
export async function findUserByEmail(db: Executor, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.email, email.toLowerCase()));
  return row;
}

/** Creates a user, or gives an existing one a new name, password and role. */
export async function saveUser(
  db: Executor,
  user: Pick<UserRow, 'email' | 'name' | 'password_hash' | 'role' | 'bid'>,
): Promise<void> {
  const { email, ...rest } = user;
  await db
    .insert(users)
    .values({ ...rest, email: email.toLowerCase() })
    .onDuplicateKeyUpdate({ set: { ...rest, active: true } });
}

export async function noteLogin(db: Executor, id: number): Promise<void> {
  await db.update(users).set({ last_login_at: utcNow }).where(eq(users.id, id));
}
