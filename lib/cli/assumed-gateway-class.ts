// Manifests rarely bring the GatewayClass: it belongs to the platform. When files are translated, a class that they use and
// do not have is assumed to be ours, without parameters.

type Raw = Readonly<Record<string, unknown>>;

/** The objects, and a GatewayClass of `controllerName` for every class that a Gateway names and none of them is. */
export function withAssumedClasses(objects: readonly Raw[], controllerName: string): readonly Raw[] {
  const classes = new Set(objects.filter(({ kind }) => kind === 'GatewayClass').map((object) => nameOf(object)));
  const used = objects
    .filter(({ kind }) => kind === 'Gateway')
    .map(({ spec }) => text((spec as Raw | undefined)?.['gatewayClassName']));
  const missing = [...new Set(used)].filter((name) => name !== '' && !classes.has(name));
  return [
    ...objects,
    ...missing.map((name) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name },
      spec: { controllerName },
    })),
  ];
}

function nameOf({ metadata }: Raw): string {
  return text((metadata as Raw | undefined)?.['name']);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
