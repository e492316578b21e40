import { lookup as lookupDns } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { isPublicAddress } from './public-address.ts';
import { forbiddenAddress } from './recording-target.ts';

export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export const resolveByDns: Resolve = (hostname) => lookupDns(hostname, { all: true });

/**
 * The lookup of the connecting socket itself: the addresses it checks are the ones connected to, so a name that
 * answers differently a moment later gains nothing. One private address among the answers refuses them all.
 * Sockets do not look up literal addresses: `checkTarget` refuses those.
 */
export function createGuardedLookup(resolve: Resolve): LookupFunction {
  const resolvePublic = callbackify(async (hostname: string) => {
    const addresses = await resolve(hostname);
    const [first] = addresses;
    if (!first) throw new Error(`${hostname} has no address`);
    if (!addresses.every(({ address }) => isPublicAddress(address))) throw forbiddenAddress(hostname);
    return { first, addresses };
  });
  return (hostname, options, callback) => {
    resolvePublic(hostname, (error, found) => {
      if (error) callback(error, '');
      else if (options.all) callback(null, found.addresses);
      else callback(null, found.first.address, found.first.family);
    });
  };
}
