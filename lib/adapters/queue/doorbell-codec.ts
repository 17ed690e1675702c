// Doorbells and summonses as JSON texts. What does not parse is a value, never an exception: a bad message is
// acknowledged and counted, because retrying cannot mend it.
import * as z from 'zod/mini';
import type { Doorbell, Subject, Summons } from '../../core/base/doorbell.ts';

/** Names that a subject of a kind needs in order to be somebody. */
const namesOf: Readonly<Record<Subject['kind'], readonly ('namespace' | 'name')[]>> = {
  gateway: ['namespace', 'name'],
  class: ['name'],
  service: ['namespace', 'name'],
  nodes: [],
  heartbeat: [],
};

const name = z.string().check(z.minLength(1), z.maxLength(253));
const subject = z
  .object({
    kind: z.enum(['gateway', 'class', 'service', 'nodes', 'heartbeat']),
    namespace: z.optional(name),
    name: z.optional(name),
  })
  .check(
    z.refine((value) => namesOf[value.kind].every((member) => value[member] !== undefined), {
      error: 'the kind needs more of a name',
    }),
  );
const cause = z.object({ kind: z.string(), namespace: z.string(), name: z.string(), why: z.string() });
const shared = {
  v: z.literal(1),
  subject,
  at: z.int(),
  ring: z.int().check(z.nonnegative()),
  trace: z.string().check(z.maxLength(64)),
};
const doorbellShape = z.object({ ...shared, cause });
const summonsShape = z.object({ ...shared, cluster: z.string(), causes: z.array(cause).check(z.maxLength(10)) });

/** Of JSON; anything longer is not a doorbell of ours. */
const maximumDoorbellBytes = 1024;

/** The doorbell in a message body, or why there is none. */
export function parseDoorbell(body: string): Doorbell | { readonly problem: string } {
  const bytes = Buffer.byteLength(body);
  if (bytes > maximumDoorbellBytes) return { problem: `${bytes} bytes, more than ${maximumDoorbellBytes}` };
  return parse(body, doorbellShape) as Doorbell | { readonly problem: string };
}

/** The summons in a FIFO message body, or why there is none. */
export function parseSummons(body: string): Summons | { readonly problem: string } {
  return parse(body, summonsShape) as Summons | { readonly problem: string };
}

function parse(body: string, shape: z.ZodMiniType): unknown {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { problem: 'not JSON' };
  }
  const result = z.safeParse(shape, json);
  if (result.success) return result.data;
  return {
    problem: result.error.issues.map((issue) => `${issue.path.join('.') || 'message'}: ${issue.message}`).join('; '),
  };
}
