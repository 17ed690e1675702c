// CreateIPSet, GetIPSet, UpdateIPSet, ListIPSets, DeleteIPSet.
import { isIPv4, isIPv6 } from 'node:net';
import type { Action } from '../../service.ts';
import { statementsIn } from '../capacity.ts';
import {
  listPage,
  newEntity,
  requireEntity,
  requireLock,
  summaryOf,
  type ListInput,
  type Named,
  type Scope,
  type Tag,
} from '../entities.ts';
import type { IpSet, Waf } from '../waf.ts';
import { inUse, invalidParameter, overLimit } from '../waf-error.ts';

interface CreateInput {
  readonly Name: string;
  readonly Scope: Scope;
  readonly Description?: string;
  readonly IPAddressVersion: IpSet['version'];
  readonly Addresses: readonly string[];
  readonly Tags?: readonly Tag[];
}

const maximumAddresses = 10_000;

/** CIDR blocks of the set's version, of any length but 0. */
function requireAddresses(version: IpSet['version'], addresses: readonly string[]): void {
  if (addresses.length > maximumAddresses) throw overLimit();
  const wrong = addresses.find((block) => {
    const [address = '', length = ''] = block.split('/');
    const [isRight, bits] = version === 'IPV4' ? [isIPv4(address), 32] : [isIPv6(address), 128];
    return !isRight || !/^\d{1,3}$/.test(length) || Number(length) < 1 || Number(length) > bits;
  });
  if (wrong !== undefined)
    throw invalidParameter('Your request contains an IP address that is not valid.', 'IP_ADDRESS', wrong);
}

const view = (set: IpSet) => ({
  Name: set.name,
  Id: set.id,
  ARN: set.arn,
  Description: set.description ?? '',
  IPAddressVersion: set.version,
  Addresses: set.addresses,
});

const isReferenced = ({ tables }: Waf, arn: string) =>
  [...tables.now.webAcls.values()].some(({ settings }) =>
    statementsIn(settings['Rules']).some(([kind, { ARN }]) => kind === 'IPSetReferenceStatement' && ARN === arn),
  );

/** The five actions. */
export const ipSetActions = (waf: Waf): Readonly<Record<string, Action>> => ({
  CreateIPSet: (input: CreateInput) => {
    requireAddresses(input.IPAddressVersion, input.Addresses);
    const entity = newEntity(waf.world, waf.tables.now.ipSets, 'ipset', input);
    waf.tables.now.ipSets.set(entity.arn, { ...entity, version: input.IPAddressVersion, addresses: input.Addresses });
    waf.world.changed();
    return { Summary: summaryOf(entity) };
  },
  GetIPSet: (input: Named) => {
    const set = requireEntity(waf.tables.now.ipSets, input);
    return { IPSet: view(set), LockToken: set.lockToken };
  },
  UpdateIPSet: (
    input: Named & { readonly Description?: string; readonly Addresses: readonly string[]; readonly LockToken: string },
  ) => {
    const set = requireEntity(waf.tables.now.ipSets, input);
    requireLock(set, input.LockToken);
    requireAddresses(set.version, input.Addresses);
    const lockToken = waf.world.random.uuid();
    const described = input.Description === undefined ? {} : { description: input.Description };
    waf.tables.now.ipSets.set(set.arn, { ...set, ...described, lockToken, addresses: input.Addresses });
    return { NextLockToken: lockToken };
  },
  ListIPSets: (input: ListInput & { readonly Scope: Scope }) => {
    const { items, token } = listPage(waf.world, waf.tables.now.ipSets, input);
    return { IPSets: items, ...token };
  },
  DeleteIPSet: (input: Named & { readonly LockToken: string }) => {
    const set = requireEntity(waf.tables.now.ipSets, input);
    requireLock(set, input.LockToken);
    if (isReferenced(waf, set.arn)) throw inUse();
    waf.tables.now.ipSets.delete(set.arn);
    waf.world.changed();
    return {};
  },
});
