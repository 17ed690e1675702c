import { describe, expect, it } from 'vitest';
import { parseDoorbell, parseSummons } from '../../../lib/adapters/queue/doorbell-codec.ts';
import { aDoorbell, aSummons } from './cell.ts';

const problemOf = (parsed: object) => ('problem' in parsed ? String(parsed.problem) : undefined);

describe('a doorbell', () => {
  it.each([
    ['of a Gateway', aDoorbell()],
    ['of a class', aDoorbell({ subject: { kind: 'class', name: 'alb' } })],
    ['of a Service', aDoorbell({ subject: { kind: 'service', namespace: 'shop', name: 'cart' } })],
    ['of the Nodes', aDoorbell({ subject: { kind: 'nodes' } })],
    ['of nobody', aDoorbell({ subject: { kind: 'heartbeat' } })],
    [
      'with the longest names there are',
      aDoorbell({
        subject: { kind: 'gateway', namespace: 'n'.repeat(63), name: 'g'.repeat(253) },
        cause: {
          kind: 'ListenerRuleConfiguration',
          namespace: 'n'.repeat(63),
          name: 'c'.repeat(253),
          why: 'unresolved',
        },
      }),
    ],
  ])('%s is read as it was written', (_what, doorbell) => {
    expect(parseDoorbell(JSON.stringify(doorbell))).toEqual(doorbell);
  });

  it('loses what does not belong into it', () => {
    const { spec: _spec, ...clean } = { ...aDoorbell(), spec: { secret: 'x' } };
    expect(parseDoorbell(JSON.stringify({ ...clean, spec: { secret: 'x' } }))).toEqual(clean);
  });

  it.each([
    ['no JSON', 'ring ring', /not JSON/],
    ['JSON of another sort', '[]', /^message: /],
    ['another version', JSON.stringify({ ...aDoorbell(), v: 2 }), /^v:/],
    ['a subject of no kind', JSON.stringify({ ...aDoorbell(), subject: { kind: 'pod' } }), /^subject\.kind:/],
    [
      'a Gateway without a name',
      JSON.stringify(aDoorbell({ subject: { kind: 'gateway', namespace: 'shop' } })),
      /^subject:/,
    ],
    [
      'a Service of no namespace',
      JSON.stringify(aDoorbell({ subject: { kind: 'service', name: 'cart' } })),
      /^subject:/,
    ],
    ['a class without a name', JSON.stringify(aDoorbell({ subject: { kind: 'class' } })), /^subject:/],
    ['an empty name', JSON.stringify(aDoorbell({ subject: { kind: 'class', name: '' } })), /^subject\.name:/],
    [
      'a name too long for Kubernetes',
      JSON.stringify(aDoorbell({ subject: { kind: 'class', name: 'x'.repeat(254) } })),
      /^subject\.name:/,
    ],
    ['a ring count below nothing', JSON.stringify(aDoorbell({ ring: -1 })), /^ring:/],
    ['a time that is none', JSON.stringify({ ...aDoorbell(), at: 'now' }), /^at:/],
    ['no cause', JSON.stringify({ ...aDoorbell(), cause: undefined }), /^cause:/],
  ])('is not %s', (_what, body, problem) => {
    expect(problemOf(parseDoorbell(body))).toMatch(problem);
  });

  it('has at most a kilobyte, whatever its letters', () => {
    const bodyOf = (length: number) => {
      const shortest = JSON.stringify(aDoorbell({ cause: { kind: '', namespace: '', name: '', why: '' } })).length;
      return JSON.stringify(
        aDoorbell({ cause: { kind: '', namespace: '', name: '', why: 'w'.repeat(length - shortest) } }),
      );
    };
    expect(problemOf(parseDoorbell(bodyOf(1024)))).toBeUndefined();
    expect(problemOf(parseDoorbell(bodyOf(1025)))).toBe('1025 bytes, more than 1024');
    expect(problemOf(parseDoorbell(bodyOf(1024).replace('ww', 'wé')))).toBe('1025 bytes, more than 1024');
  });
});

describe('a summons', () => {
  it('is read as it was written', () => {
    const summons = aSummons({
      causes: Array.from({ length: 10 }, (_, index) => ({ ...aDoorbell().cause, name: `route-${index}` })),
    });
    expect(parseSummons(JSON.stringify(summons))).toEqual(summons);
  });

  it('is not a doorbell, and a doorbell is not a summons', () => {
    expect(problemOf(parseSummons(JSON.stringify(aDoorbell())))).toMatch(/cluster/);
    expect(problemOf(parseDoorbell(JSON.stringify(aSummons())))).toMatch(/cause/);
  });

  it('names no more than ten causes', () => {
    const causes = Array.from({ length: 11 }, () => aDoorbell().cause);
    expect(problemOf(parseSummons(JSON.stringify(aSummons({ causes }))))).toMatch(/^causes:/);
  });
});
