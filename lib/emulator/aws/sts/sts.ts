// What STS works on: the identities, and a random sequence of its own, so that resource ids do not depend on sessions.
import type { Random } from '../../random.ts';
import type { Callers } from '../iam/callers.ts';
import type { World } from '../world.ts';

export interface Sts {
  readonly world: World;
  readonly callers: Callers;
  readonly random: Random;
}
