// What a function reads before it is ready: the modules that its entry imports statically, and those that they import.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleAll, functionNames } from '../../infra/bundle.ts';

const metafile = join(import.meta.dirname, '../../dist/meta/lambda.json');
let bundle: Metafile;
beforeAll(async () => {
  await bundleAll();
  bundle = JSON.parse(readFileSync(metafile, 'utf8')) as Metafile;
}, 120_000);

/** Output files that are loaded before the handler of a function can be called. */
function eagerOutputs(name: string): readonly string[] {
  const seen = new Set([`dist/lambda/${name}.mjs`]);
  for (const path of seen) {
    for (const { kind, path: imported, external } of bundle.outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) seen.add(imported);
  }
  return [...seen];
}

const bytesOf = (outputs: readonly string[]) =>
  outputs.reduce((sum, path) => sum + (bundle.outputs[path]?.bytes ?? Number.NaN), 0);

/** Sources of which something is left in these outputs. */
const inputsOf = (outputs: readonly string[]) => [
  ...new Set(
    outputs.flatMap((path) =>
      Object.entries(bundle.outputs[path]?.inputs ?? {})
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([input]) => input),
    ),
  ),
];

const heavy = /client-ec2|client-eks|client-acm|client-wafv2|client-shield|client-resource-groups|undici|client-node/;

describe('what a function loads before it is ready', () => {
  it.each([
    ['reconcile', 400],
    ['targets', 400],
    ['dispatch', 300],
  ])('is small: %s, at most %i KB', (name, kilobytes) => {
    const outputs = eagerOutputs(name);
    expect(inputsOf(outputs)).toContain(`lambdas/${name}/handler.ts`);
    expect(bytesOf(outputs) / 1000).toBeLessThanOrEqual(kilobytes);
  });

  it.each(functionNames)('has none of the clients that few runs need: %s', (name) => {
    expect(inputsOf(eagerOutputs(name)).filter((input) => heavy.test(input))).toEqual([]);
  });

  it('is no SDK but that of queues for dispatch, which every change waits for', () => {
    const clients = inputsOf(eagerOutputs('dispatch')).flatMap(
      (input) => /@aws-sdk\/client-[\w-]+/.exec(input)?.[0] ?? [],
    );
    expect([...new Set(clients)]).toEqual(['@aws-sdk/client-sqs']);
  });
});

describe('what a function may need later', () => {
  it('is in the bundle', () => {
    const all = Object.values(bundle.outputs).flatMap(({ inputs }) => Object.keys(inputs));
    for (const client of ['client-ec2', 'client-acm', 'client-wafv2', 'client-shield', 'client-eks'])
      expect(
        all.some((input) => input.includes(client)),
        client,
      ).toBe(true);
  });
});
