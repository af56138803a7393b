// Name to address for calls that leave the house: a name that leads into a private network is not followed, also not when it
// does so only at the moment of the call (DNS rebinding), since the connection uses the very addresses that were checked.
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';

/** Code of the error that the connection then fails with. */
export const PRIVATE_ADDRESS = 'PRIVATE_ADDRESS';

/** Special-purpose ranges (RFC 6890) that no service on the internet has. */
const IPV4_RANGES = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
/** Those of IPv6, with the ones that carry an IPv4 address inside. */
const IPV6_RANGES = [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  // Protocol assignments: Teredo (2001::/32), benchmarks, ORCHID.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

/** Two lists: in one, the range of mapped addresses would cover all of IPv4. */
const blocked = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [net, prefix] of IPV4_RANGES) blocked.ipv4.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of IPV6_RANGES) blocked.ipv6.addSubnet(net, prefix, 'ipv6');

export function isPrivate({ address, family }: LookupAddress): boolean {
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  return blocked[kind].check(address, kind);
}

/** For `lookup` of http(s).request: fails when any of the name's addresses is private. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  const { hints, family, order } = options;
  const asked: LookupOptions = {
    all: true,
    ...(hints === undefined ? {} : { hints }),
    ...(family === undefined ? {} : { family }),
    ...(order === undefined ? {} : { order }),
  };
  lookup(hostname, { ...asked, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const [first] = addresses;
    if (first === undefined || addresses.some(isPrivate)) {
      return callback(Object.assign(new Error('a private address'), { code: PRIVATE_ADDRESS }), '', 0);
    }
    if (options.all === true) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};
