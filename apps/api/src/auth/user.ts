import { platformRoles, type UserRole } from '@callscript/contracts';
import { HttpProblem } from '@callscript/http';

/** Who is asking. `bid` is null for people of the platform. */
export interface User {
  email: string;
  role: UserRole;
  bid: string | null;
}

/** Whoever belongs to a business sees that one, whatever the role; without one, only admin and ops see anything. */
export function maySeeBusiness(user: User, bid: string): boolean {
  return user.bid === null ? platformRoles.includes(user.role) : user.bid === bid;
}

/** Agents see the calls they took. */
export function maySeeCall(user: User, call: { agent_email: string | null }): boolean {
  return user.role !== 'agent' || call.agent_email?.toLowerCase() === user.email;
}

/** @throws HttpProblem 403 */
export function requireRole(user: User, ...allowed: readonly UserRole[]): void {
  if (!allowed.includes(user.role)) throw new HttpProblem(403, `this needs the role ${allowed.join(' or ')}`);
}
