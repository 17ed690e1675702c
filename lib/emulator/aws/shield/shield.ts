// What Shield Advanced works on: protections, which exist only under a subscription that nobody buys by accident.
import { createTables, type Tables } from '../tables.ts';
import type { World } from '../world.ts';

export interface Protection {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly resourceArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

interface ShieldRows {
  /** By id. */
  readonly protections: Map<string, Protection>;
  readonly subscription: {
    isActive: boolean;
    /** Milliseconds since the epoch. */
    startedAt: number;
  };
}

export interface Shield {
  readonly world: World;
  readonly tables: Tables<ShieldRows>;
  /** Whether an ARN names something of the account that Shield can protect. */
  readonly hasResource: (arn: string) => boolean;
}

/** Shield without a subscription. */
export const createShield = (world: World, hasResource: Shield['hasResource']): Shield => ({
  world,
  hasResource,
  tables: createTables<ShieldRows>(() => ({
    protections: new Map(),
    subscription: { isActive: false, startedAt: 0 },
  })),
});

/** Starts the subscription now. */
export function subscribe({ tables, world }: Shield): void {
  const { subscription } = tables.now;
  subscription.isActive = true;
  subscription.startedAt = world.clock.now();
}
