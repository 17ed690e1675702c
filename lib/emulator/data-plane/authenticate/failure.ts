// How an authentication that cannot be completed is answered. Elastic Load Balancing user guide, "Troubleshoot" (401, 500,
// 561) and "Access logs" (error reason codes): what the request got wrong is 401, what the provider answered with an
// error 561, what the load balancer could not reach or hold 500.
import { errorPage, type Answer } from '../routing/answer.ts';

/** Error reason codes of the access log, with the status each comes with. */
const statuses = {
  AuthInvalidCookie: 401,
  AuthInvalidAWSALBAuthNonce: 401,
  AuthMissingAWSALBAuthNonce: 401,
  AuthInvalidStateParam: 401,
  AuthMissingStateParam: 401,
  AuthMissingCodeParam: 401,
  AuthMissingHostHeader: 401,
  AuthInvalidGrantError: 401,
  AuthInvalidIdToken: 401,
  AuthInvalidTokenResponse: 401,
  AuthInvalidUserinfoResponse: 401,
  AuthTokenEpRequestFailed: 561,
  AuthUserinfoEpRequestFailed: 561,
  AuthTokenEpRequestTimeout: 500,
  AuthUserinfoEpRequestTimeout: 500,
  AuthUserinfoResponseSizeExceeded: 500,
  AuthUnhandledException: 500,
  JWTHeaderNotPresent: 401,
  JWTRequestFormatInvalid: 401,
  JWTSignatureValidationError: 401,
  JWTClaimNotPresent: 401,
  JWTClaimFormatInvalid: 401,
  JWTClaimValueInvalid: 401,
  JWKSRequestTimeout: 500,
  JWKSResponseInvalid: 500,
} as const;

export type FailureReason = keyof typeof statuses;

/** The page of a failed authentication. */
export const failurePage = (errorReason: FailureReason): Answer => ({
  ...errorPage(statuses[errorReason]),
  errorReason,
});
