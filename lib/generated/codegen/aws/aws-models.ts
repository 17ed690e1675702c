// botocore's service models → the compact tables of `lib/generated/aws`: botocore's own structure, without prose, and of
// the shapes only those that a kept operation reaches.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { AwsOperation, AwsMetadata, AwsModel, AwsShape } from '../../aws/model.ts';
import { keptServices, type KeptService } from './aws-operations.ts';
import { compactJson } from '../compact-json.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { mapValues, only, type KeyTable } from '../kept-keys.ts';

type Table = Readonly<Record<string, unknown>>;
type RawModel = AwsModel & Table;

/** The tables of all kept services, read from an unpacked botocore wheel. */
export function awsModelFiles(wheelContent: string): GeneratedFile[] {
  return keptServices.map((kept) => ({
    path: `lib/generated/aws/${kept.service}.json`,
    text: compactJson(trimModel(readModel(wheelContent, kept.service), kept), 2),
  }));
}

function readModel(wheelContent: string, service: string): RawModel {
  const versions = join(wheelContent, 'botocore', 'data', service);
  // Directories are named by the date of the API version; the newest is the one in use.
  const newest = readdirSync(versions).sort().at(-1);
  if (!newest) throw new Error(`botocore has no service ${service}`);
  const file = join(versions, newest, 'service-2.json.gz');
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as RawModel;
}

function trimModel(model: RawModel, kept: KeptService): AwsModel {
  const names = kept.operations === 'all' ? Object.keys(model.operations) : kept.operations;
  const missing = names.filter((name) => !model.operations[name]);
  if (missing.length > 0) throw new Error(`${kept.service} has no operation ${missing.join(', ')}`);
  const operations = pick(model.operations, names);
  return {
    metadata: only(model.metadata, metadataKeys) as unknown as AwsMetadata,
    operations: mapValues(operations, (operation) => only(operation, operationKeys) as unknown as AwsOperation),
    shapes: mapValues(pick(model.shapes, reachable(operations, model.shapes)), trimShape),
  };
}

const metadataKeys: KeyTable = {
  keep: [
    ...['apiVersion', 'endpointPrefix', 'signingName', 'serviceId', 'serviceFullName', 'protocol', 'protocols'],
    ...['jsonVersion', 'targetPrefix', 'xmlNamespace', 'awsQueryCompatible'],
  ],
  drop: ['serviceAbbreviation', 'signatureVersion', 'uid', 'auth', 'globalEndpoint', 'checksumFormat'],
};

const operationKeys: KeyTable = {
  keep: ['name', 'http', 'input', 'output', 'errors', 'idempotent', 'readonly', 'deprecated'],
  drop: ['documentation', 'staticContextParams', 'auth', 'authtype', 'httpChecksum'],
};

const shapeKeys: KeyTable = {
  keep: [
    ...['type', 'required', 'members', 'member', 'key', 'value', 'flattened', 'locationName', 'union', 'sensitive'],
    ...['min', 'max', 'pattern', 'enum', 'error', 'exception', 'fault', 'retryable', 'deprecated'],
    ...['payload', 'timestampFormat'],
  ],
  drop: ['documentation', 'box', 'deprecatedMessage', 'deprecatedSince'],
};

const memberKeys: KeyTable = {
  keep: ['shape', 'location', 'locationName', 'queryName', 'flattened', 'idempotencyToken', 'deprecated', 'streaming'],
  drop: ['documentation', 'deprecatedMessage', 'deprecatedSince', 'contextParam', 'xmlNamespace'],
};

function trimShape(shape: AwsShape): AwsShape {
  const trimmed: Record<string, unknown> = only(shape, shapeKeys);
  if (shape.members) trimmed['members'] = mapValues(shape.members, (member) => only(member, memberKeys));
  for (const part of ['member', 'key', 'value'] as const) {
    if (shape[part]) trimmed[part] = only(shape[part], memberKeys);
  }
  return trimmed as unknown as AwsShape;
}

/** Names of the shapes that the inputs, outputs and errors of `operations` lead to. */
function reachable(operations: AwsModel['operations'], shapes: AwsModel['shapes']): string[] {
  const found = new Set<string>();
  const visit = (name: string | undefined): void => {
    if (name === undefined || found.has(name)) return;
    const shape = shapes[name];
    if (!shape) throw new Error(`shape ${name} is named but not defined`);
    found.add(name);
    for (const member of Object.values(shape.members ?? {})) visit(member.shape);
    for (const part of [shape.member, shape.key, shape.value]) visit(part?.shape);
  };
  for (const { input, output, errors } of Object.values(operations)) {
    for (const part of [input, output, ...(errors ?? [])]) visit(part?.shape);
  }
  return [...found];
}

function pick<T>(table: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  const wanted = new Set(names);
  const entries = Object.entries(table).filter(([name]) => wanted.has(name));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
