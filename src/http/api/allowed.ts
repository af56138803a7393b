// Which roles may call which routes (R56).
import type { PortalRole } from '#pipeline/portal-roles.ts';
import type { RouteCaller } from './route.ts';

const LEADS: readonly PortalRole[] = ['marketing', 'sales'];
const ALLOWED: Readonly<Record<RouteCaller, readonly PortalRole[] | 'anyone'>> = {
  admin: ['admin'],
  author: ['admin', ...LEADS],
  team: ['admin', ...LEADS, 'reader'],
  own: ['admin', ...LEADS, 'reader', 'rep'],
  user: 'anyone',
};

export function isAllowed(allowed: RouteCaller, roles: readonly PortalRole[]): boolean {
  const wanted = ALLOWED[allowed];
  return wanted === 'anyone' || roles.some((role) => wanted.includes(role));
}
