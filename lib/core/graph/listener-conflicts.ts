// Listeners that cannot be told apart, or that want one port for two protocols. GEP-1713: the Gateway comes before its
// ListenerSets, an older ListenerSet before a younger; inside one Gateway nobody comes first.
import type { Reading } from '../profile/reading.ts';

export interface Contender {
  /** Which Gateway or ListenerSet it belongs to. */
  readonly owner: string;
  readonly ownerKind: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname: string;
  /** False: cannot be served anyhow, so that it takes nothing from others. */
  readonly claims: boolean;
}

export type Conflict = 'ProtocolConflict' | 'HostnameConflict';

/** In the order of precedence; the answer has one entry for each contender. */
export function findConflicts(contenders: readonly Contender[], reading: Reading): readonly (Conflict | undefined)[] {
  const claimed = new Map<number, readonly Contender[]>();
  const peers = contenders.filter((contender) => contender.claims && isPeer(contender, reading));
  return contenders.map((contender) => {
    const ahead = claimed.get(contender.port) ?? [];
    const conflict = conflictWith(contender, isPeer(contender, reading) ? peers : ahead, reading);
    if (contender.claims && (conflict === undefined || isPeer(contender, reading)))
      claimed.set(contender.port, [...ahead, contender]);
    return conflict;
  });
}

/** A port that listeners of one Gateway contest among themselves is taken nevertheless, as far as ListenerSets go. */
function isPeer({ ownerKind }: Contender, reading: Reading): boolean {
  return ownerKind === 'Gateway' && reading.conflictWinner === 'none';
}

function conflictWith(contender: Contender, rivals: readonly Contender[], reading: Reading): Conflict | undefined {
  const onPort = rivals.filter((rival) => rival !== contender && rival.port === contender.port);
  if (onPort.some((rival) => rival.protocol !== contender.protocol)) return 'ProtocolConflict';
  const mayMerge = contender.hostname === '' && reading.hostlessListeners === 'merge';
  return !mayMerge && onPort.some((rival) => rival.hostname === contender.hostname) ? 'HostnameConflict' : undefined;
}
