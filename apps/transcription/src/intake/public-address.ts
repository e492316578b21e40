import { BlockList, isIP } from 'node:net';

function subnets(family: 'ipv4' | 'ipv6', list: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const subnet of list) {
    const [network = '', bits] = subnet.split('/');
    blocks.addSubnet(network, Number(bits), family);
  }
  return blocks;
}

const closedIpv4 = subnets('ipv4', [
  '0.0.0.0/8', // this host
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT, some clouds' metadata
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // Azure's host agent, on an otherwise public range
  '169.254.0.0/16', // link-local, most clouds' metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/3', // multicast, reserved, broadcast
]);

/** Only global unicast is open: this closes loopback, link-local, ULA, multicast, IPv4-mapped and NAT64 at once. */
const openIpv6 = subnets('ipv6', ['2000::/3']);
const closedIpv6 = subnets('ipv6', [
  '2001::/23', // protocol assignments, Teredo among them
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: carries any IPv4 address
  '3fff::/20', // documentation
]);

/** Whether an IP address (without brackets) belongs to the public internet. Anything else, also a name, does not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closedIpv4.check(address, 'ipv4');
    case 6:
      // A zone ("%eth0") only ever belongs to an address of this link.
      return !address.includes('%') && openIpv6.check(address, 'ipv6') && !closedIpv6.check(address, 'ipv6');
    default:
      return false;
  }
}
