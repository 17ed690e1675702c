// The only place that writes listeners, because these questions must not cost a walk over all of them: which listeners
// a load balancer has, which listener has a port, who holds a certificate, who verifies against a trust store.
import { count } from '../counts.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { Elbv2Rows, Listener } from '../tables.ts';

type Tables = Pick<Elbv2, 'tables'>;

/** Adds a listener, or puts it in the place of the one with its ARN. */
export function putListener({ tables }: Tables, listener: Listener): void {
  const rows = tables.now;
  const before = rows.listeners.get(listener.arn);
  if (before) forget(rows, before);
  rows.listeners.set(listener.arn, listener);
  const ports = rows.listenersByPort.get(listener.loadBalancerArn) ?? new Map<number, string>();
  rows.listenersByPort.set(listener.loadBalancerArn, ports.set(listener.port, listener.arn));
  countHeld(rows, listener, 1);
}

/** Removes a listener. */
export function dropListener({ tables }: Tables, listener: Listener): void {
  forget(tables.now, listener);
  tables.now.listeners.delete(listener.arn);
}

function forget(rows: Elbv2Rows, listener: Listener): void {
  const ports = rows.listenersByPort.get(listener.loadBalancerArn);
  ports?.delete(listener.port);
  if (ports?.size === 0) rows.listenersByPort.delete(listener.loadBalancerArn);
  countHeld(rows, listener, -1);
}

function countHeld({ certificateUsers, trustStoreUsers }: Elbv2Rows, listener: Listener, change: 1 | -1): void {
  const { arn, loadBalancerArn, defaultCertificateArn, certificateArns, mutualAuthentication } = listener;
  const held = new Set([...(defaultCertificateArn === undefined ? [] : [defaultCertificateArn]), ...certificateArns]);
  for (const certificateArn of held) count(certificateUsers, certificateArn, loadBalancerArn, change);
  const trustStoreArn = mutualAuthentication?.TrustStoreArn;
  if (trustStoreArn !== undefined) count(trustStoreUsers, trustStoreArn, arn, change);
}

/** Listeners of a load balancer. */
export const listenersOf = ({ tables }: Tables, loadBalancerArn: string): readonly Listener[] =>
  [...(tables.now.listenersByPort.get(loadBalancerArn)?.values() ?? [])].flatMap(
    (arn) => tables.now.listeners.get(arn) ?? [],
  );

/** The listener on a port of a load balancer, or undefined. */
export const listenerOn = ({ tables }: Tables, loadBalancerArn: string, port: number): Listener | undefined =>
  tables.now.listeners.get(tables.now.listenersByPort.get(loadBalancerArn)?.get(port) ?? '');
