// Answers CloudFormation on the presigned URL it sent along.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { Fault } from '../../reconcile/faults.ts';

export type CustomResourceResult =
  { readonly status: 'SUCCESS' } | { readonly status: 'FAILED'; readonly reason: string };

/** CloudFormation takes answers of at most 4096 bytes. */
const maximumReasonLength = 1024;
const answerTimeoutMs = 30_000;

/**
 * Tells CloudFormation how its request ended; without this the stack waits for an hour. The physical id names the
 * cluster, so that another cluster is a replacement: CloudFormation then deletes what is in the old one.
 */
export function respond(
  event: CloudFormationCustomResourceEvent,
  context: Context,
  result: CustomResourceResult,
): Promise<void> {
  const cluster = String(event.ResourceProperties['cluster']);
  const body = JSON.stringify({
    Status: result.status,
    Reason:
      result.status === 'FAILED' ? result.reason.slice(0, maximumReasonLength) : `log stream ${context.logStreamName}`,
    PhysicalResourceId: event.RequestType === 'Delete' ? event.PhysicalResourceId : `albatross-${cluster}`,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  });
  return put(new URL(event.ResponseURL), body);
}

function put(url: URL, body: string): Promise<void> {
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  const fault = (code: string, message: string) =>
    new Fault({ kind: 'unreachable', operation: 'PutResponse', resource: url.hostname, code, message });
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      {
        method: 'PUT',
        // The URL is signed for an empty content type.
        headers: { 'content-type': '', 'content-length': String(Buffer.byteLength(body)) },
        timeout: answerTimeoutMs,
      },
      (incoming) => {
        const { statusCode = 0 } = incoming;
        incoming.resume();
        if (statusCode < 300) incoming.on('end', resolve);
        else reject(fault(`HTTP ${statusCode}`, `CloudFormation's answer was not taken: HTTP ${statusCode}`));
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.on('error', (error) => reject(fault('ConnectionFailed', error.message)));
    outgoing.end(body);
  });
}
