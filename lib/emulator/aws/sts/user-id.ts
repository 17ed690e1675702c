// Unique ids of principals (IAM user guide, "IAM identifiers").

/** AIDA for users, AROA for roles, whose sessions add their name; the account's own number for its root. */
export function userIdOf(arn: string): string {
  const account = arn.split(':')[4] ?? '';
  const [kind = '', name = '', session] = arn.split(':').at(-1)?.split('/') ?? [];
  if (kind === 'root') return account;
  const suffix = Buffer.from(name).toString('hex').toUpperCase().padEnd(17, '0').slice(0, 17);
  return kind === 'assumed-role' ? `AROA${suffix}:${session ?? ''}` : `AIDA${suffix}`;
}
