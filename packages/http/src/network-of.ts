/**
 * What one party holds: an IPv4 address, or a whole /64 of IPv6, of which every household and rented server has one to
 * itself. Expects the address as Node writes it.
 */
export function networkOf(ip: string): string {
  const isIpv4 = ip.includes('.');
  if (isIpv4) return ip;
  const [beforeGap = ''] = ip.split('::');
  const groups = beforeGap.split(':').slice(0, 4).join(':');
  return `${groups.replace(/(:0)+$/, '')}::/64`;
}
