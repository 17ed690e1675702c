// The stacks of one deployment with every intrinsic function resolvable, across stacks too.
import { evaluateIntrinsic, type Scope } from './intrinsic.ts';
import { generatedName, namePropertyOf } from './physical-name.ts';
import { arnOf, attributeOf, referenceTo, type Deployment, type PhysicalResource } from './physical-resource.ts';
import {
  isJsonObject,
  TemplateError,
  type Json,
  type JsonObject,
  type Stack,
  type TemplateResource,
} from './template.ts';

/** One resource that exists, its properties resolved on demand. */
export interface DeployedResource extends PhysicalResource {
  readonly stack: Stack;
  readonly arn: string;
  readonly metadata: JsonObject;
  /** Throws `TemplateError` when a property cannot be resolved. */
  properties(): JsonObject;
}

export interface DeployedStacks {
  /** Existing resources of these types, in template order. */
  resources(...types: readonly string[]): readonly DeployedResource[];
}

function removesValue(value: Json): boolean {
  return isJsonObject(value) && value.Ref === 'AWS::NoValue';
}

function resolve(scope: Scope, value: Json): Json {
  if (Array.isArray(value))
    return value.map((item: Json) => resolve(scope, item)).filter((item) => !removesValue(item));
  if (!isJsonObject(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (
    name !== undefined &&
    others.length === 0 &&
    (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'))
  ) {
    const argument = value[name] ?? null;
    if (name !== 'Condition' || typeof argument === 'string') return evaluateIntrinsic(scope, name, argument);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(scope, item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !removesValue(item)));
}

function exportedValue(stacks: readonly Stack[], scopeOf: (stack: Stack) => Scope, name: string): Json {
  for (const stack of stacks) {
    for (const { Export, Value } of Object.values(stack.template.Outputs ?? {})) {
      if (Export && resolve(scopeOf(stack), Export.Name) === name) return resolve(scopeOf(stack), Value);
    }
  }
  throw new TemplateError(`no stack exports ${name}`);
}

/** Reads the stacks; nothing is resolved before it is asked for. */
export function deployStacks(stacks: readonly Stack[], deployment: Deployment): DeployedStacks {
  const scopes = new Map<Stack, Scope>();
  const physicalOf = (stack: Stack, logicalId: string): PhysicalResource => {
    const resource = stack.template.Resources[logicalId];
    if (!resource) throw new TemplateError(`stack ${stack.name} has no resource ${logicalId}`);
    return { logicalId, type: resource.Type, name: nameOf(stack, logicalId, resource) };
  };
  const nameOf = (stack: Stack, logicalId: string, { Type, Properties = {} }: TemplateResource): string => {
    const given = Properties[namePropertyOf(Type) ?? ''];
    if (given !== undefined) return String(resolve(scopeOf(stack), given));
    return generatedName(stack.name, logicalId, Type, Properties.FifoQueue === true ? '.fifo' : '');
  };
  const scopeOf = (stack: Stack): Scope => {
    const known = scopes.get(stack);
    if (known) return known;
    const scope: Scope = {
      stack,
      deployment,
      resolve: (value) => resolve(scope, value),
      reference: (logicalId) => referenceTo(deployment, physicalOf(stack, logicalId)),
      attribute: (logicalId, attribute) => attributeOf(deployment, physicalOf(stack, logicalId), attribute),
      importValue: (name) => exportedValue(stacks, scopeOf, name),
    };
    scopes.set(stack, scope);
    return scope;
  };
  const exists = (stack: Stack, { Condition }: TemplateResource) =>
    Condition === undefined || evaluateIntrinsic(scopeOf(stack), 'Condition', Condition) === true;
  const deployed = (stack: Stack, logicalId: string, resource: TemplateResource): DeployedResource => {
    const physical = physicalOf(stack, logicalId);
    return {
      ...physical,
      stack,
      arn: arnOf(deployment, physical),
      metadata: resource.Metadata ?? {},
      properties: () => resolve(scopeOf(stack), resource.Properties ?? {}) as JsonObject,
    };
  };
  return {
    resources: (...types) =>
      stacks.flatMap((stack) =>
        Object.entries(stack.template.Resources)
          .filter(([, resource]) => types.includes(resource.Type) && exists(stack, resource))
          .map(([logicalId, resource]) => deployed(stack, logicalId, resource)),
      ),
  };
}
