import type { Db } from '@callscript/db';
import { HttpProblem } from '@callscript/http';
import { findSubscription, type Subscription } from '../queries/find-subscription.ts';
import { maySeeBusiness, type User } from './user.ts';

/**
 * The subscription of a business that the user may see. To anyone else a business answers as if it did not exist.
 * @throws HttpProblem 404
 */
export async function requireBusiness(db: Db, user: User, bid: string): Promise<Subscription> {
  const subscription = maySeeBusiness(user, bid) ? await findSubscription(db, bid) : undefined;
  if (subscription === undefined) throw new HttpProblem(404, 'there is no such business');
  return subscription;
}
