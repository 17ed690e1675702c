// JWT validation actions: HTTPS listeners only.
import { AwsError } from '../../aws-error.ts';
import type { ActionShape } from '../shapes.ts';
import type { ActionPlace } from './action-place.ts';
import { isHttpsUrl } from './https-url.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);

interface JwtConfig {
  readonly JwksEndpoint: string;
  readonly AdditionalClaims?: readonly { readonly Values?: readonly string[] }[];
}

/** A JWT validation action in read-back form. */
export function readJwtValidation({ Order, JwtValidationConfig }: ActionShape, { protocol }: ActionPlace): ActionShape {
  if (protocol === 'HTTP') {
    throw new AwsError(
      'InvalidLoadBalancerAction',
      'JWT validation actions are supported only on listeners with the HTTPS protocol',
    );
  }
  const { JwksEndpoint, AdditionalClaims = [] } = (JwtValidationConfig ?? {}) as unknown as JwtConfig;
  if (!isHttpsUrl(JwksEndpoint)) throw invalid(`The '${JwksEndpoint}' URL is not valid`);
  if (AdditionalClaims.length > 10) throw invalid('Up to 10 additional claims can be specified');
  for (const { Values = [] } of AdditionalClaims) {
    if (Values.length > 10) throw invalid('Up to 10 values can be specified for an additional claim');
  }
  return {
    Type: 'jwt-validation',
    ...(Order !== undefined && { Order }),
    ...(JwtValidationConfig && { JwtValidationConfig }),
  };
}
