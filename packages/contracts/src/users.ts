/** What people may do. `admin` and `ops` are people of the platform unless they belong to a business; the others always do. */
export const userRoles = ['admin', 'ops', 'supervisor', 'reviewer', 'agent'] as const;
export type UserRole = (typeof userRoles)[number];

/** Roles that see something without belonging to a business. */
export const platformRoles: readonly UserRole[] = ['admin', 'ops'];

/** Characters of a password: set by the operator's command, checked at sign-in. */
export const passwordLength = { min: 12, max: 1024 } as const;
