import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../lib/forwarder/settings.ts';

const enough = { ALBATROSS_CLUSTER: 'prod', ALBATROSS_CHANGES_QUEUE_URL: 'https://sqs.example.com/1/changes' };

describe('settings of the forwarder', () => {
  it('need no more than a cluster and a queue', () => {
    expect(readSettings(enough)).toEqual({
      cluster: 'prod',
      queueUrl: 'https://sqs.example.com/1/changes',
      secretNamespaces: [],
      replica: 'local',
    });
  });

  it('in a Pod name the replica and where its Lease is', () => {
    const pod = { POD_NAME: 'forwarder-1', POD_NAMESPACE: 'albatross-system', ALBATROSS_SECRET_NAMESPACES: '["shop"]' };
    expect(readSettings({ ...enough, ...pod })).toMatchObject({
      replica: 'forwarder-1',
      namespace: 'albatross-system',
      secretNamespaces: ['shop'],
    });
  });

  it.each([
    ['a missing queue', { ALBATROSS_CLUSTER: 'prod' }, 'ALBATROSS_CHANGES_QUEUE_URL is not set'],
    ['namespaces that are no list', { ...enough, ALBATROSS_SECRET_NAMESPACES: 'shop' }, 'not a JSON list'],
    ['namespaces that are no names', { ...enough, ALBATROSS_SECRET_NAMESPACES: '[1]' }, 'not a JSON list'],
  ])('with %s are refused by name', (_, environment, complaint) => {
    expect(() => readSettings(environment)).toThrow(complaint);
  });
});
