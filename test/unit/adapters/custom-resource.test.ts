import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { respond } from '../../../lib/adapters/aws/custom-resource.ts';
import { faultOf } from './aws-account.ts';

const context = { logStreamName: 'stream' } as Context;

/** What CloudFormation gets, as told to a server that answers with this status. */
async function told(
  event: Partial<CloudFormationCustomResourceEvent>,
  result: Parameters<typeof respond>[2],
  status = 200,
) {
  const requests: { method: string | undefined; type: string | undefined; body: Record<string, string> }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, string>;
      requests.push({ method: request.method, type: request.headers['content-type'], body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ResponseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signature=x`;
  const common = {
    ResponseURL,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Installation',
    ResourceProperties: { ServiceToken: '', cluster: 'shop' },
  };
  try {
    await respond({ ...common, ...event } as CloudFormationCustomResourceEvent, context, result);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return requests[0];
}

describe('the answer to CloudFormation', () => {
  it('says that the request succeeded, for a resource named after the cluster', async () => {
    expect(await told({ RequestType: 'Create' }, { status: 'SUCCESS' })).toEqual({
      method: 'PUT',
      type: '',
      body: {
        Status: 'SUCCESS',
        Reason: 'log stream stream',
        PhysicalResourceId: 'albatross-shop',
        StackId: 'stack',
        RequestId: 'request',
        LogicalResourceId: 'Installation',
      },
    });
  });

  it('makes another cluster another resource, and deletes the one that is asked for', async () => {
    const PhysicalResourceId = 'albatross-old';
    const updated = await told({ RequestType: 'Update', PhysicalResourceId } as never, { status: 'SUCCESS' });
    expect(updated?.body['PhysicalResourceId']).toBe('albatross-shop');
    const deleted = await told({ RequestType: 'Delete', PhysicalResourceId } as never, { status: 'SUCCESS' });
    expect(deleted?.body['PhysicalResourceId']).toBe(PhysicalResourceId);
  });

  it('gives a reason for a failure, no longer than CloudFormation takes', async () => {
    const failed = await told({ RequestType: 'Create' }, { status: 'FAILED', reason: 'x'.repeat(10_000) });
    expect(failed?.body).toMatchObject({ Status: 'FAILED' });
    expect(JSON.stringify(failed?.body).length).toBeLessThan(4096);
  });

  it('that is not taken is a Fault', async () => {
    const fault = await faultOf(told({ RequestType: 'Create' }, { status: 'SUCCESS' }, 403));
    expect(fault).toMatchObject({ kind: 'unreachable', code: 'HTTP 403' });
  });
});
