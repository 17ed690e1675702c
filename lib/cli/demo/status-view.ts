// Status as `kubectl get -o yaml` has it, in the few lines that matter.

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message?: string;
}

export interface GatewayObject {
  readonly status?: {
    readonly addresses?: readonly { readonly value: string }[];
    readonly conditions?: readonly Condition[];
    readonly listeners?: readonly {
      readonly name: string;
      readonly attachedRoutes: number;
      readonly conditions: readonly Condition[];
      readonly supportedKinds?: readonly { readonly kind: string }[];
    }[];
  };
}

export interface RouteObject {
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef: { readonly name: string; readonly sectionName?: string };
      readonly conditions: readonly Condition[];
    }[];
  };
}

/** True if the condition of that type is `True`. */
export function holds(conditions: readonly Condition[] | undefined, type: string): boolean {
  return (conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
}

/**
 * Addresses (`none` if the status lacks them), conditions, then listeners, each in stored order. Without a status only
 * the address line.
 */
export function gatewayLines({ status }: GatewayObject): readonly string[] {
  return [
    `address          ${status?.addresses?.map(({ value }) => value).join(', ') ?? 'none'}`,
    ...(status?.conditions ?? []).map(({ type, status: value, reason, message }) =>
      `${type.padEnd(16)} ${value} (${reason}) ${message ?? ''}`.trimEnd(),
    ),
    ...(status?.listeners ?? []).map(
      ({ name, attachedRoutes, conditions, supportedKinds = [] }) =>
        `listener ${name.padEnd(7)} ${attachedRoutes} route(s), ${summary(conditions)}, kinds ${supportedKinds.map(({ kind }) => kind).join('/')}`,
    ),
  ];
}

/** One line per parent, in stored order; none without a status. */
export function routeLines({ status }: RouteObject): readonly string[] {
  return (status?.parents ?? []).map(
    ({ parentRef, conditions }) => `parent ${parentRef.name}#${parentRef.sectionName ?? ''}: ${summary(conditions)}`,
  );
}

function summary(conditions: readonly Condition[]): string {
  return conditions.map(({ type, status }) => `${type}=${status}`).join(' ');
}
