// What holds where nothing is configured: the defaults of LBC's controller flags.
import type { Defaults } from './profile.ts';

export const defaults: Defaults = {
  scheme: 'internal',
  sslPolicy: 'ELBSecurityPolicy-2016-08',
  targetType: 'instance',
  tags: {},
  tagsYield: false,
  externalTagKeys: [],
  backendGroup: 'shared',
  managesTargetIngress: false,
  restrictsTargetPorts: true,
  leastSubnets: 2,
};
