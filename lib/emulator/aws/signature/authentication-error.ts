// A refused signature in the words of each service family. Codes: "Common errors" of each API reference; EC2 API
// reference, "Error codes"; S3 API reference, "Error responses".
import type { AwsModel } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import type { Objection, ObjectionKind } from './objection.ts';

type Family = 'query' | 'ec2' | 'json' | 's3';
type Wording = readonly [code: string, status: number, message?: string];

const refused = 'AWS was not able to validate the provided access credentials';
const tokenInvalid = 'The provided token is malformed or otherwise invalid.';

const wordings: Readonly<Record<Family, Readonly<Record<ObjectionKind | 'missing', Wording>>>> = {
  query: {
    missing: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    incomplete: ['IncompleteSignature', 400],
    'unknown-key': ['InvalidClientTokenId', 403],
    'wrong-token': ['InvalidClientTokenId', 403],
    'expired-token': ['ExpiredToken', 403],
    'wrong-scope': ['SignatureDoesNotMatch', 403],
    'expired-signature': ['SignatureDoesNotMatch', 403],
    'wrong-payload': ['SignatureDoesNotMatch', 403],
    mismatch: ['SignatureDoesNotMatch', 403],
  },
  json: {
    missing: ['MissingAuthenticationTokenException', 400, 'Missing Authentication Token'],
    incomplete: ['IncompleteSignatureException', 400],
    'unknown-key': ['UnrecognizedClientException', 400],
    'wrong-token': ['UnrecognizedClientException', 400],
    'expired-token': ['ExpiredTokenException', 400],
    'wrong-scope': ['InvalidSignatureException', 400],
    'expired-signature': ['InvalidSignatureException', 400],
    'wrong-payload': ['InvalidSignatureException', 400],
    mismatch: ['InvalidSignatureException', 400],
  },
  ec2: {
    missing: ['MissingParameter', 400, 'The request must contain the parameter AWSAccessKeyId'],
    incomplete: ['AuthFailure', 401, refused],
    'unknown-key': ['AuthFailure', 401, refused],
    'wrong-token': ['AuthFailure', 401, refused],
    'expired-token': ['RequestExpired', 400, 'Request has expired.'],
    'wrong-scope': ['AuthFailure', 401, refused],
    'expired-signature': ['RequestExpired', 400, 'Request has expired.'],
    'wrong-payload': ['AuthFailure', 401, refused],
    mismatch: ['AuthFailure', 401, refused],
  },
  s3: {
    missing: ['AccessDenied', 403, 'Access Denied'],
    incomplete: ['AuthorizationQueryParametersError', 400],
    'unknown-key': ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
    'wrong-token': ['InvalidToken', 400, tokenInvalid],
    'expired-token': ['ExpiredToken', 400, 'The provided token has expired.'],
    'wrong-scope': ['AuthorizationHeaderMalformed', 400],
    'expired-signature': [
      'RequestTimeTooSkewed',
      403,
      'The difference between the request time and the current time is too large.',
    ],
    'wrong-payload': ['XAmzContentSHA256Mismatch', 400],
    mismatch: [
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ],
  },
};

const families: Readonly<Record<string, Family>> = {
  query: 'query',
  ec2: 'ec2',
  json: 'json',
  'rest-json': 'json',
  'rest-xml': 's3',
};

/** REST services answer a bad signature with 403, as SQS does; the other JSON services with 400. */
const isForbidden = ({ metadata }: AwsModel) =>
  metadata.protocol === 'rest-json' || metadata.awsQueryCompatible !== undefined;

/** The refusal of a request with this objection to its signature, or with no signature at all. */
export function authenticationError(model: AwsModel, objection?: Objection, isPresigned = false): AwsError {
  const family = families[model.metadata.protocol] ?? 'query';
  const kind = objection?.kind ?? 'missing';
  if (family === 's3' && isPresigned && kind === 'expired-signature') {
    return new AwsError('AccessDenied', 'Request has expired', 403);
  }
  const [code, status, message = objection?.message] = wordings[family][kind];
  return new AwsError(code, message ?? '', isForbidden(model) ? 403 : status);
}
