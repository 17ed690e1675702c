/** Looks again and again until `look` answers something; after `patienceMs` rejects with what was waited for. */
export async function until<Found>(
  what: string,
  patienceMs: number,
  look: () => Promise<Found | undefined>,
): Promise<Found> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`waited ${patienceMs / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
