// Where an action list will be used, as far as its checks need to know.
import type { Limits } from '../../limits.ts';
import type { ActionShape } from '../shapes.ts';
import type { ListenerProtocol, LoadBalancerType } from '../tables.ts';

export interface ActionPlace {
  readonly type: LoadBalancerType;
  readonly protocol: ListenerProtocol;
  readonly port: number;
  /** Cognito user pools must be in the load balancer's region. */
  readonly region: string;
  readonly limits: Limits;
  /** Actions that are replaced, for `UseExistingClientSecret`. */
  readonly previous?: readonly ActionShape[];
}
