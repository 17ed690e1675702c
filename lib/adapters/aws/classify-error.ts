// AWS error → Fault, one table. Codes are those of the ELBv2, EC2, ACM, WAFv2, Shield, EKS and tagging APIs.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
import { Fault, type FaultKind } from '../../reconcile/faults.ts';

/** Without the `Exception` that some APIs, and all modelled SDK errors, have at the end. */
const codes: Readonly<Record<FaultKind, readonly string[]>> = {
  throttled: [
    'Throttling',
    'Throttled',
    'ThrottledRequest',
    'RequestLimitExceeded',
    'TooManyRequests',
    'RequestThrottled',
    'PriorRequestNotComplete',
  ],
  conflict: [
    'PriorityInUse',
    'DuplicateListener',
    'DuplicateLoadBalancerName',
    'DuplicateTargetGroupName',
    'DuplicateTrustStoreName',
    'ResourceAlreadyExists',
    'OptimisticLock',
    'WAFOptimisticLock',
    'Conflict',
    // Passes when AWS has finished what it is doing to the same thing.
    'TrustStoreNotReady',
    'CapacityReservationPending',
  ],
  vanished: [
    'LoadBalancerNotFound',
    'ListenerNotFound',
    'RuleNotFound',
    'TargetGroupNotFound',
    'TrustStoreNotFound',
    'WAFNonexistentItem',
    'ResourceNotFound',
  ],
  denied: [
    'AccessDenied',
    'UnauthorizedOperation',
    'AuthFailure',
    'OptInRequired',
    'UnrecognizedClient',
    'InvalidClientTokenId',
    'ExpiredToken',
    'RequestExpired',
    'SignatureDoesNotMatch',
  ],
  quota: [
    'TooManyLoadBalancers',
    'TooManyListeners',
    'TooManyRules',
    'TooManyTargetGroups',
    'TooManyTargets',
    'TooManyRegistrationsForTargetId',
    'TooManyCertificates',
    'TooManyActions',
    'TooManyTags',
    'TooManyUniqueTargetGroupsPerLoadBalancer',
    'TooManyTrustStores',
    'CapacityUnitsLimitExceeded',
    'CapacityDecreaseRequestLimitExceeded',
    'CapacityDecreaseRequestsLimitExceeded',
    'SecurityGroupLimitExceeded',
    'RulesPerSecurityGroupLimitExceeded',
    'TagLimitExceeded',
    'LimitExceeded',
    'LimitsExceeded',
    'WAFLimitsExceeded',
  ],
  'in-use': [
    'ResourceInUse',
    'DependencyViolation',
    'TrustStoreInUse',
    // A group leaves its last load balancer some seconds after the rule that held it there.
    'TargetGroupAssociationLimit',
  ],
  // Found by the HTTP status, except where AWS says "not found" of what we named and did not look up.
  rejected: [
    'CertificateNotFound',
    'SubnetNotFound',
    'SSLPolicyNotFound',
    'UnsupportedCertificate',
    'InvalidPrefixListID.NotFound',
    'InvalidPrefixListId.NotFound',
  ],
  unreachable: ['WAFUnavailableEntity'],
};

const kindByCode = new Map(
  Object.entries(codes).flatMap(([kind, names]) => names.map((name) => [name, kind as FaultKind] as const)),
);

/** EC2 ends its codes in what is the matter with the thing that they begin with. */
const kindByEnding: readonly (readonly [string, FaultKind])[] = [
  ['.NotFound', 'vanished'],
  ['.Duplicate', 'conflict'],
  ['.InUse', 'in-use'],
];

/** The kind of an AWS error. What no table knows is told by its HTTP status; without one nobody was reached. */
export function awsFaultKind(code: string, httpStatus: number | undefined): FaultKind {
  return (
    kindByCode.get(code.replace(/Exception$/, '')) ??
    kindByEnding.find(([ending]) => code.endsWith(ending))?.[1] ??
    kindByStatus(httpStatus)
  );
}

function kindByStatus(status = 0): FaultKind {
  if (status === 401 || status === 403) return 'denied';
  if (status === 408) return 'unreachable';
  if (status === 429) return 'throttled';
  return status >= 400 && status < 500 ? 'rejected' : 'unreachable';
}

/** What a failed SDK call rejects with; broken connections have no metadata. */
interface SdkError {
  readonly name?: string;
  /** As the wire carried it; modelled errors have a class name of their own in `name`. */
  readonly Code?: string;
  /** Of a broken connection, e.g. `ECONNRESET`. */
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** The code that the wire carried. */
export function awsErrorCode({ Code, code, name }: SdkError): string {
  if (Code !== undefined) return Code;
  return name !== undefined && name !== 'Error' ? name : (code ?? 'Unknown');
}

/** The Fault behind an error of an AWS client. */
export function classifyAwsError(error: unknown, operation: string, resource: string): Fault {
  if (error instanceof Error && error.name === 'Fault') return error as Fault;
  const failed = error as SdkError;
  const code = awsErrorCode(failed);
  const requestId = failed.$metadata?.requestId;
  return new Fault(
    {
      kind: awsFaultKind(code, failed.$metadata?.httpStatusCode),
      operation,
      resource,
      code,
      message: failed.message ?? String(error),
      ...(requestId ? { requestId } : {}),
    },
    error,
  );
}
