// Where an action list will be used, as far as its checks need to know.
import type { Limits } from '../../limits.ts';
import type { ActionShape } from '../shapes.ts';

export interface ActionPlace {
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly port: number;
  readonly limits: Limits;
  /** Actions that are replaced, for `UseExistingClientSecret`. */
  readonly previous?: readonly ActionShape[];
}
