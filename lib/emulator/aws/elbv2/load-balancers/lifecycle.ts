// What AWS does by itself: a load balancer provisions before it serves, and its network interfaces outlive it.
import { createNetworkInterface } from '../../ec2/network-interfaces.ts';
import { loadBalancerPath } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { LoadBalancer } from '../tables.ts';

/** Seconds until a new load balancer is active, and until a change of subnets or capacity is. */
export const provisioningSeconds = 120;
export const reprovisioningSeconds = 30;

/** Seconds for which the interfaces of a deleted load balancer stay, keeping its security groups in use. */
export const lingeringSeconds = 30;

/** Turns `active` after a while; a later call starts the wait anew. */
export function provision({ tables, world }: Elbv2, arn: string, seconds: number): void {
  const started = tables.now.loadBalancers.get(arn);
  if (!started) return;
  const provisioning: LoadBalancer = { ...started, state: 'provisioning' };
  tables.now.loadBalancers.set(arn, provisioning);
  world.after(seconds, () => {
    const current = tables.now.loadBalancers.get(arn);
    if (!current) return;
    tables.now.loadBalancers.set(arn, { ...current, state: 'active', isServing: true });
    world.changed();
  });
}

const describeInterface = (arn: string) => `ELB ${loadBalancerPath(arn)}`;

const interfacesOf = ({ ec2 }: Elbv2, arn: string) =>
  ec2.tables.now.networkInterfaces.by('description', describeInterface(arn));

/** Puts an interface into each subnet that lacks one, and removes those of other subnets. */
export function placeInterfaces(elbv2: Elbv2, { arn, subnets, securityGroups, scheme }: LoadBalancer): void {
  const { ec2, world } = elbv2;
  const wanted = subnets.map(({ subnetId }) => subnetId);
  const present = interfacesOf(elbv2, arn);
  for (const { id, subnetId } of present) if (!wanted.includes(subnetId)) ec2.tables.now.networkInterfaces.delete(id);
  for (const { subnetId, allocationId, privateIpv4Address } of subnets) {
    if (present.some((networkInterface) => networkInterface.subnetId === subnetId)) continue;
    const publicIp =
      (allocationId === undefined ? undefined : elbv2.ec2.tables.now.addresses.get(allocationId)?.publicIp) ??
      `44.${[224, world.random.next() * 256, 1 + world.random.next() * 254].map(Math.floor).join('.')}`;
    createNetworkInterface(ec2, {
      subnetId,
      groupIds: securityGroups,
      description: describeInterface(arn),
      attachment: { ownerId: 'amazon-elb' },
      requesterId: 'amazon-elb',
      ...(privateIpv4Address !== undefined && { privateIp: privateIpv4Address }),
      ...(scheme === 'internet-facing' && { publicIp }),
    });
  }
}

/** Dresses the interfaces in other security groups. */
export function dressInterfaces(elbv2: Elbv2, { arn, securityGroups }: LoadBalancer): void {
  for (const networkInterface of interfacesOf(elbv2, arn)) {
    elbv2.ec2.tables.now.networkInterfaces.set(networkInterface.id, { ...networkInterface, groupIds: securityGroups });
  }
}

/** Removes the interfaces of a deleted load balancer, later. */
export function releaseInterfaces(elbv2: Elbv2, arn: string): void {
  elbv2.world.after(lingeringSeconds, () => {
    for (const { id } of interfacesOf(elbv2, arn)) elbv2.ec2.tables.now.networkInterfaces.delete(id);
    elbv2.world.changed();
  });
}
