// OpenAPI of the second version (Swagger), which kubectl still reads for what the third does not describe, such as
// `kind: List`. In JSON it has the schemas of all kinds; in protobuf, which kubectl asks for, it is an empty document:
// a kind it does not describe is not checked by the client, and the server checks it anyway.
import { Writer } from 'protobufjs/minimal.js';
import type { Resource } from '../resources.ts';
import { info, schemasOf } from './openapi.ts';

const protobuf = /^application\/com\.github\.proto-openapi\.spec\.v2[@.]v1\.0\+protobuf$/;

/** The media type of the document in protobuf. */
export const openApiV2Protobuf = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** Whether a client asks for protobuf before JSON. */
export function prefersProtobuf(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((range) => range.split(';')[0]?.trim() ?? '');
  return protobuf.test(types.find((type) => protobuf.test(type) || type === 'application/json') ?? '');
}

/** `/openapi/v2` in JSON. */
export const openApiV2 = (resources: readonly Resource[]): object => ({
  swagger: '2.0',
  info,
  paths: {},
  definitions: schemasOf(resources),
});

/** `/openapi/v2` in protobuf (gnostic's `openapi.v2.Document`: swagger 1, info 2, paths 8). */
export function encodedOpenApiV2(): Uint8Array {
  const writer = new Writer();
  writer.uint32(0x0a).string('2.0');
  writer.uint32(0x12).fork().uint32(0x0a).string(info.title).uint32(0x12).string(info.version).ldelim();
  writer.uint32(0x42).fork().ldelim();
  return writer.finish();
}
