// The AWS services' request and response shapes as published with botocore (Apache-2.0), in botocore's own structure.
// The JSON files beside this one are generated; this file says how to read them.
import acm from './acm.json' with { type: 'json' };
import ec2 from './ec2.json' with { type: 'json' };
import eks from './eks.json' with { type: 'json' };
import elbv2 from './elbv2.json' with { type: 'json' };
import resourcegroupstaggingapi from './resourcegroupstaggingapi.json' with { type: 'json' };
import s3 from './s3.json' with { type: 'json' };
import shield from './shield.json' with { type: 'json' };
import sqs from './sqs.json' with { type: 'json' };
import sts from './sts.json' with { type: 'json' };
import wafv2 from './wafv2.json' with { type: 'json' };

export interface AwsModel {
  readonly metadata: AwsMetadata;
  readonly operations: Readonly<Record<string, AwsOperation>>;
  readonly shapes: Readonly<Record<string, AwsShape>>;
}

export interface AwsMetadata {
  readonly apiVersion: string;
  /** First label of the service's host name, and its name in a SigV4 credential scope unless `signingName` is given. */
  readonly endpointPrefix: string;
  readonly signingName?: string;
  readonly serviceId: string;
  readonly serviceFullName: string;
  readonly protocol: 'query' | 'ec2' | 'json' | 'rest-json' | 'rest-xml';
  readonly protocols: readonly string[];
  /** JSON protocol: the content type is `application/x-amz-json-<jsonVersion>`. */
  readonly jsonVersion?: string;
  /** JSON protocol: the header `X-Amz-Target` is `<targetPrefix>.<operation>`. */
  readonly targetPrefix?: string;
  readonly xmlNamespace?: string;
  /** Present (and empty) if errors carry their Query code in `x-amzn-query-error`. */
  readonly awsQueryCompatible?: object;
}

export interface AwsOperation {
  readonly name: string;
  /** `responseCode`: the status of success if it is not 200. */
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input?: ShapeName;
  /** Query protocol: `resultWrapper` is the element around the output's members. */
  readonly output?: ShapeName & { readonly resultWrapper?: string };
  readonly errors?: readonly ShapeName[];
  readonly idempotent?: boolean;
  readonly readonly?: boolean;
  readonly deprecated?: boolean;
}

export interface ShapeName {
  readonly shape: string;
}

export type AwsShapeType =
  | 'structure'
  | 'list'
  | 'map'
  | 'string'
  | 'boolean'
  | 'integer'
  | 'long'
  | 'float'
  | 'double'
  | 'timestamp'
  | 'blob';

export interface AwsShape {
  readonly type: AwsShapeType;
  /** Structures. */
  readonly members?: Readonly<Record<string, AwsMember>>;
  readonly required?: readonly string[];
  readonly union?: boolean;
  /** Lists: the element. */
  readonly member?: AwsMember;
  /** Lists and maps: on the wire without an element around the entries. */
  readonly flattened?: boolean;
  /** Maps. */
  readonly key?: AwsMember;
  readonly value?: AwsMember;
  readonly locationName?: string;
  /** REST protocols: the member that is the whole body. */
  readonly payload?: string;
  /** Timestamps: `iso8601`, `rfc822` or `unixTimestamp` where it is not the protocol's own. */
  readonly timestampFormat?: string;
  readonly sensitive?: boolean;
  /** Bounds: of a number's value, a string's length in characters, a list's or map's size in entries. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Errors: `error.code` is the code on the wire, else the shape's name is. */
  readonly exception?: boolean;
  readonly error?: { readonly code?: string; readonly httpStatusCode: number; readonly senderFault?: boolean };
  readonly fault?: boolean;
  readonly retryable?: { readonly throttling?: boolean };
  readonly deprecated?: boolean;
}

export interface AwsMember {
  readonly shape: string;
  /** REST protocols: where the member travels if not in the body. */
  readonly location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
  /** Name on the wire. The `ec2` protocol capitalises it in requests unless `queryName` is given. */
  readonly locationName?: string;
  readonly queryName?: string;
  readonly flattened?: boolean;
  readonly idempotencyToken?: boolean;
  /** The payload is bytes. */
  readonly streaming?: boolean;
  readonly deprecated?: boolean;
}

/** Every service we have a table of, under botocore's name of it. */
export type AwsServiceName =
  | 'acm'
  | 'ec2'
  | 'eks'
  | 'elbv2'
  | 'resourcegroupstaggingapi'
  | 's3'
  | 'shield'
  | 'sqs'
  | 'sts'
  | 'wafv2';

/** The tables by botocore's service name. The compiler widens JSON's literals, hence the one assertion. */
export const awsModels = {
  acm,
  ec2,
  eks,
  elbv2,
  resourcegroupstaggingapi,
  s3,
  shield,
  sqs,
  sts,
  wafv2,
} as unknown as Readonly<Record<AwsServiceName, AwsModel>>;
