// Host conditions that take a port and mean the same whether or not AWS's expressions tell letters by case.
import { anyHost, isWildcard } from '../../base/hostname.ts';
import { conditionValueLength } from '../../stack/limits.ts';
import type { ConditionText, Room } from './condition-text.ts';
import { packedExpressions } from './regular-expression.ts';
import type { Piece } from './regular-expression.ts';
import { refuse } from '../refusal.ts';

/** LIM-14: ALB compares the Host header as sent, with its port. */
const anyPort = '(:[0-9]+)?';

/**
 * Letters are written as `[aA]`: host names have no case, and AWS does not say whether its expressions have one. A host too
 * long for that is a plain pattern, which is case-insensitive for sure but takes no port, and shares a condition with no
 * other host.
 */
export function hosts(hostnames: readonly string[], room: Room): ConditionText {
  if (hostnames.includes(anyHost)) return { say: 'nothing' };
  const pieces = hostnames.map(piece);
  const regexValues =
    room === 'tight'
      ? packedExpressions(pieces, anyPort)
      : pieces.map(({ head, tail }) => `^${head}${tail}${anyPort}$`);
  if (regexValues?.every(({ length }) => length <= conditionValueLength) === true) return { say: 'regex', regexValues };
  return hostnames.length === 1
    ? { say: 'values', values: hostnames }
    : refuse(`${hostnames.join(', ')} do not fit one ALB condition`);
}

/** Divided after the first label, so that hosts of one domain share its text. */
function piece(host: string): Piece {
  const dot = host.indexOf('.');
  const [label, domain] = dot === -1 ? [host, ''] : [host.slice(0, dot), host.slice(dot)];
  return { head: isWildcard(host) ? '.+' : foldCase(label), tail: foldCase(domain) };
}

/** Hostnames have letters, digits, hyphens and dots. */
function foldCase(text: string): string {
  let expression = '';
  for (const character of text) {
    if (character === '.') expression += '\\.';
    else expression += character >= 'a' && character <= 'z' ? `[${character}${character.toUpperCase()}]` : character;
  }
  return expression;
}
