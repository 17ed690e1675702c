// `binding` of a pod: what a scheduler does, once.
import { conflict } from '../../api-error.ts';
import { asRecord, asText, valueAt } from '../../json.ts';
import { timestamp } from '../../machinery.ts';
import { storedObject } from '../../writes/update.ts';
import { draftOf } from '../../writes/write.ts';
import { parseBody } from '../body.ts';
import { respondObject } from '../respond.ts';
import type { SubresourceHandler } from './subresource-call.ts';

const bindingKind = { apiVersion: 'v1', kind: 'Binding' };

const done = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } as const;

export const answerBinding: SubresourceHandler = ({ server, request, write }) => {
  const { store, clock } = server.machinery;
  const pod = storedObject(server.machinery, write);
  const nodeName = asText(valueAt(parseBody(request.wire, bindingKind), ['target', 'name']));
  const spec = asRecord(pod['spec']);
  if (spec['nodeName']) {
    const why = `pod ${write.name} is already assigned to node ${JSON.stringify(spec['nodeName'])}`;
    throw conflict({ group: '', plural: 'pods/binding' }, write.name, why);
  }
  const status = asRecord(pod['status']);
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: timestamp(clock) };
  const conditions = [scheduled];
  if (!write.dryRun) {
    store.put(write.resource.key, { ...draftOf(pod), spec: { ...spec, nodeName }, status: { ...status, conditions } });
  }
  return respondObject(request.wire, 201, done);
};
