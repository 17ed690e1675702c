// One PutObject, signed by hand: the SDK's S3 client is half again as large as all else that the functions load.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
import { createHash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';

export interface ObjectToPut {
  readonly bucket: string;
  readonly key: string;
  readonly body: string;
}

type Config = ElasticLoadBalancingV2Client['config'];
type Handled = Awaited<ReturnType<Config['requestHandler']['handle']>>['response'];

/** Sent with the region, credentials and connections of another client; rejects with an error in the form of the SDK's. */
export async function putObject(
  { region, credentials, sha256, requestHandler }: Config,
  endpoint: string | undefined,
  object: ObjectToPut,
): Promise<void> {
  const signature = new SignatureV4({ region, credentials, sha256, service: 's3', uriEscapePath: false });
  const signed = await signature.sign(requestFor(object, new URL(endpoint ?? publicEndpoint(await region()))));
  const { response } = await requestHandler.handle(signed as Parameters<Config['requestHandler']['handle']>[0]);
  if (response.statusCode >= 300) throw await failure(response);
}

/** https://docs.aws.amazon.com/general/latest/gr/s3.html */
function publicEndpoint(region: string): string {
  return `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/** In the path style: names with dots, and endpoints without wildcard names, need it. */
function requestFor({ bucket, key, body }: ObjectToPut, { protocol, hostname, port }: URL) {
  return {
    method: 'PUT',
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: `/${bucket}/${key}`,
    query: {},
    headers: {
      host: port === '' ? hostname : `${hostname}:${port}`,
      'content-type': 'application/x-pem-file',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
    },
    body,
  };
}

/** S3 says what is wrong in XML: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
async function failure({ statusCode, body }: Handled): Promise<Error> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const said = (element: string) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1];
  return Object.assign(new Error(said('Message') ?? text), {
    name: said('Code') ?? `Status${statusCode}`,
    $metadata: { httpStatusCode: statusCode, requestId: said('RequestId') },
  });
}
