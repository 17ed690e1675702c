// "No such thing" is an answer to a read, not a failure.
import { isFault } from '../../reconcile/faults.ts';

/** The answer, or undefined if AWS says that there is no such thing. */
export async function unlessVanished<Answer>(reading: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isFault(error) && error.kind === 'vanished') return undefined;
    throw error;
  }
}

/** Both halves of a list that AWS refused for the sake of one ghost in it, and so on, until the ghost is alone. */
export async function withoutGhosts<Found>(
  wanted: readonly string[],
  describe: (wanted: string[]) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  if (wanted.length === 0) return [];
  const found = await unlessVanished(describe([...wanted]));
  if (found) return found;
  if (wanted.length === 1) return [];
  const half = Math.ceil(wanted.length / 2);
  const halves = [wanted.slice(0, half), wanted.slice(half)];
  return (await Promise.all(halves.map((part) => withoutGhosts(part, describe)))).flat();
}

/**
 * Those of the wanted things that exist. AWS refuses a list in which one is missing; since names that are still free are
 * asked for by the dozen, everything is listed then, 400 a page, and chosen from.
 */
export async function thoseThatExist<Found>(
  wanted: readonly string[],
  describe: (wanted?: string[]) => Promise<readonly Found[]>,
  nameOf: (found: Found) => string,
): Promise<readonly Found[]> {
  if (wanted.length === 0) return [];
  const found = await unlessVanished(describe([...wanted]));
  if (found) return found;
  if (wanted.length === 1) return [];
  return (await describe()).filter((one) => wanted.includes(nameOf(one)));
}
