// Which load balancers hold a certificate, as ACM's `InUseBy` lists them.
import type { Elbv2 } from './elbv2.ts';

/** ARNs of the load balancers with a listener that holds the certificate. */
export const loadBalancersUsing = ({ tables }: Elbv2, certificateArn: string): readonly string[] => [
  ...(tables.now.certificateUsers.get(certificateArn)?.keys() ?? []),
];
