// Reaching into a pod. There is no machine behind a pod here, so nothing can be run in it or forwarded to it; what it has
// written is told by whoever runs it, if that is somebody.
import { ApiError, badRequest } from '../../api-error.ts';
import { asText, valueAt, asRecord } from '../../json.ts';
import { records } from '../../kinds/defaults.ts';
import { storedObject } from '../../writes/update.ts';
import { respondText } from '../respond.ts';
import type { SubresourceHandler } from './subresource-call.ts';

/** 501: the request is understood and will never be carried out. */
export const refusePodAccess: SubresourceHandler = ({ server, request, write }) => {
  storedObject(server.machinery, write);
  const verb = request.resource?.subresource ?? '';
  const text = `${verb} is not offered: pods of this emulated cluster are stand-ins without processes or network of their own`;
  throw new ApiError(501, 'NotImplemented', text, {});
};

function chosenContainer(names: readonly string[], asked: string | null, pod: string): string {
  if (asked !== null && asked !== '') {
    if (names.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${pod}`);
  }
  const [only = '', ...others] = names;
  if (others.length === 0) return only;
  throw badRequest(`a container name must be specified for pod ${pod}, choose one of: [${names.join(' ')}]`);
}

/** The output of a container, as whoever runs the pods tells it. */
export const answerLog: SubresourceHandler = ({ server, request, write }) => {
  const pod = storedObject(server.machinery, write);
  const spec = asRecord(pod['spec']);
  const names = [...records(spec['containers']), ...records(spec['initContainers'])].map(({ name }) => asText(name));
  const container = chosenContainer(names, request.query.get('container'), write.name);
  const output = server.podLog(pod, container);
  if (output !== undefined) return respondText(200, lastLines(output, request.query.get('tailLines')));
  if (valueAt(pod, ['spec', 'nodeName']) === undefined) {
    throw badRequest(
      `container ${JSON.stringify(container)} in pod ${JSON.stringify(write.name)} is waiting to start: ContainerCreating`,
    );
  }
  throw new ApiError(501, 'NotImplemented', 'log is not offered: nobody keeps the output of this pod', {});
};

function lastLines(output: string, asked: string | null): string {
  const count = Number(asked ?? Number.NaN);
  if (!Number.isInteger(count)) return output;
  const lines = output.split(/(?<=\n)/);
  return count === 0 ? '' : lines.slice(-count).join('');
}
