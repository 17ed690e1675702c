// Path conditions with Gateway API meaning: patterns where they say it exactly, anchored expressions elsewhere.
import { conditionValueLength } from '../../stack/limits.ts';
import type { ConditionText, Room } from './condition-text.ts';
import { isEveryPath, trimPrefix } from './path-span.ts';
import { refuse } from '../refusal.ts';
import { escapeExpression, expressionCondition, packedExpressions } from './regular-expression.ts';
import type { Piece } from './regular-expression.ts';
import type { GrpcPath, PathMatch } from './request-set.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions */
const patternText = /^[A-Za-z0-9_\-.$/~"'@:+&]*$/;

/**
 * A PathPrefix is cut at whole segments (`/a` takes `/a/b`, not `/ab`), and `/` needs no condition. Refused if ALB
 * has no room for it. Expressions that users wrote come alone.
 */
export function paths(matches: readonly PathMatch[], room: Room): ConditionText {
  if (matches.length === 0 || matches.some(isEveryPath)) return { say: 'nothing' };
  const written = matches.find(({ type }) => type === 'RegularExpression');
  if (written !== undefined) return expressionCondition(expressionText(written));
  const values = room === 'ample' ? patterns(matches) : undefined;
  if (values !== undefined) return { say: 'values', values };
  const regexValues = packedExpressions(matches.map(piece));
  return regexValues === undefined
    ? refuse(
        `path "${matches.map(nameOf).join('", "')}" does not fit the ${conditionValueLength} characters of an ALB condition. Shorten it`,
      )
    : { say: 'regex', regexValues };
}

/** LIM-08: the path of a gRPC request is `/<service>/<method>`; a missing part matches anything within its segment. */
function expressionText(match: PathMatch): string {
  return match.kind === 'http' ? match.value : `/${group(match.service)}/${group(match.method)}`;
}

function group(expression: string | undefined): string {
  if (expression === undefined) return '[^/]+';
  return expression.includes('|') ? `(${expression})` : expression;
}

/** Undefined: one of the paths is no pattern, or too long for one. LIM-10: `*` and `?` in a path are characters. */
function patterns(matches: readonly PathMatch[]): readonly string[] | undefined {
  const values = matches.flatMap(patternsOf);
  return values.every((value) => value !== undefined && value.length <= conditionValueLength)
    ? (values as readonly string[])
    : undefined;
}

function patternsOf(match: PathMatch): readonly (string | undefined)[] {
  if (!patternText.test(match.kind === 'http' ? match.value : (match.service ?? ''))) return [undefined];
  if (match.kind === 'grpc') return grpcPatterns(match);
  const prefix = trimPrefix(match.value);
  if (match.type === 'Exact') return [match.value];
  return match.type === 'PathPrefix' ? [prefix, `${prefix}/*`] : [`${prefix}/*`];
}

function grpcPatterns({ service, method }: GrpcPath): readonly (string | undefined)[] {
  if (service === undefined) return [undefined];
  return method === undefined ? [`/${service}/*`] : [patternText.test(method) ? `/${service}/${method}` : undefined];
}

function piece(match: PathMatch): Piece {
  if (match.kind === 'grpc') return grpcPiece(match);
  if (match.type === 'Exact') return { head: escapeExpression(match.value), tail: '' };
  const head = escapeExpression(trimPrefix(match.value));
  return { head, tail: match.type === 'PathPrefix' ? '(/.*)?' : '/.*' };
}

function grpcPiece({ service, method }: GrpcPath): Piece {
  if (service === undefined) return { head: `/[^/]+/${escapeExpression(method ?? '')}`, tail: '' };
  const head = escapeExpression(`/${service}`);
  return method === undefined ? { head, tail: '/.*' } : { head: `${head}/${escapeExpression(method)}`, tail: '' };
}

/** As refusals name it. */
function nameOf(match: PathMatch): string {
  if (match.kind === 'http') return match.type === 'Exact' ? match.value : trimPrefix(match.value);
  return [match.service, match.method].filter((part) => part !== undefined).join('/');
}
