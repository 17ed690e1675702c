// Tables that answer filters without walking.
import { expect, test } from 'vitest';
import { IndexedRows } from '../../../lib/emulator/aws/ec2/indexed-rows.ts';
import { createEc2Tables } from '../../../lib/emulator/aws/ec2/tables.ts';

const row = (id: string, colour: string) => ({ id, colour });
const byColour = () => new IndexedRows<ReturnType<typeof row>>({ colour: ({ colour }) => [colour] });

test('rows are found by value, also after they have changed or gone', () => {
  const rows = byColour();
  rows.set('a', row('a', 'red'));
  rows.set('b', row('b', 'red'));
  rows.set('a', row('a', 'blue'));
  rows.delete('b');
  expect([rows.by('colour', 'red'), rows.by('colour', 'blue'), rows.countBy('colour', 'red')]).toEqual([
    [],
    [row('a', 'blue')],
    0,
  ]);
});

test('tables that were saved and put back are indexed again', () => {
  const tables = createEc2Tables();
  tables.now.networkAcls.set('acl-1', { id: 'acl-1', vpcId: 'vpc-1', tags: {} });
  const saved = tables.state.save();
  tables.reset();
  expect(tables.now.networkAcls.countBy('vpc-id', 'vpc-1')).toBe(0);
  tables.state.restore(saved);
  expect(tables.now.networkAcls.by('vpc-id', 'vpc-1').map(({ id }) => id)).toEqual(['acl-1']);
});
