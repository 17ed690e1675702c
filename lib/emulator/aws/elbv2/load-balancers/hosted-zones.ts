// Route 53 hosted zones of load balancers ("Elastic Load Balancing endpoints and quotas", AWS General Reference).
import type { LoadBalancerType } from '../tables.ts';

interface Zones {
  readonly application: string;
  readonly network: string;
}

const oregon: Zones = { application: 'Z1H1FL5HABSF5', network: 'Z18D5FSROUN65G' };

const zones: Readonly<Record<string, Zones>> = {
  'us-east-1': { application: 'Z35SXDOTRQ7X7K', network: 'Z26RNL4JYFTOTI' },
  'us-east-2': { application: 'Z3AADJGX6KTTL2', network: 'ZLMOA37VPKANP' },
  'us-west-1': { application: 'Z368ELLRRE2KJ0', network: 'Z24FKFUX50B4VW' },
  'us-west-2': oregon,
  'eu-west-1': { application: 'Z32O12XQLNTSW2', network: 'Z2IFOLAFXWLO4F' },
  'eu-central-1': { application: 'Z215JYRZR1TBD5', network: 'Z3F0SRJ5LGBH90' },
};

/** The zone of a region; regions that are not listed share Oregon's. */
export const hostedZoneOf = (region: string, type: LoadBalancerType): string =>
  (zones[region] ?? oregon)[type === 'network' ? 'network' : 'application'];
