import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allServices, tables } from './fidelity.ts';

const text = readFileSync(tables, 'utf8');

test.each(allServices().map((service) => [String(service.model.metadata.serviceId), service] as const))(
  'the fidelity table names every action of %s and says whether it is there',
  (name, { model, actions }) => {
    const section = text.split(`### ${name}: `)[1]?.split('### ')[0] ?? '';
    const rows = [...section.matchAll(/^\| (\w+) +\| (yes|no) +\|/gm)].map(([, action, is]) => `${action} ${is}`);
    expect(rows).toEqual(
      Object.keys(model.operations)
        .sort()
        .map((action) => `${action} ${actions[action] === undefined ? 'no' : 'yes'}`),
    );
  },
);
