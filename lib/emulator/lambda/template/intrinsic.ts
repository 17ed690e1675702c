// CloudFormation's intrinsic functions (CloudFormation template reference, "Intrinsic functions").
import type { Deployment } from './physical-resource.ts';
import { isJsonObject, TemplateError, type Json, type Stack } from './template.ts';

/** What an intrinsic function may look at. */
export interface Scope {
  readonly stack: Stack;
  readonly deployment: Deployment;
  resolve(value: Json): Json;
  reference(logicalId: string): string;
  attribute(logicalId: string, attribute: string): string;
  importValue(name: string): Json;
}

const pseudoParameters: Readonly<Record<string, (scope: Scope) => Json>> = {
  'AWS::AccountId': ({ deployment }) => deployment.accountId,
  'AWS::Region': ({ deployment }) => deployment.region,
  'AWS::Partition': () => 'aws',
  'AWS::URLSuffix': () => 'amazonaws.com',
  'AWS::StackName': ({ stack }) => stack.name,
  'AWS::StackId': ({ stack, deployment }) =>
    `arn:aws:cloudformation:${deployment.region}:${deployment.accountId}:stack/${stack.name}/emulated`,
  'AWS::NotificationARNs': () => [],
  // Whoever holds the value removes it.
  'AWS::NoValue': () => ({ Ref: 'AWS::NoValue' }),
};

function list(name: string, value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  throw new TemplateError(`${name} needs a list`);
}

function parameter({ stack }: Scope, name: string): Json | undefined {
  const declared = stack.template.Parameters?.[name];
  if (!declared) return undefined;
  const value = stack.parameters?.[name] ?? declared.Default;
  if (value === undefined) throw new TemplateError(`parameter ${name} of stack ${stack.name} has no value`);
  return declared.Type === 'CommaDelimitedList' || declared.Type.startsWith('List<') ? String(value).split(',') : value;
}

function reference(scope: Scope, name: string): Json {
  return pseudoParameters[name]?.(scope) ?? parameter(scope, name) ?? scope.reference(name);
}

function attribute(scope: Scope, argument: Json): Json {
  const parts =
    typeof argument === 'string' ? argument.split('.') : list('Fn::GetAtt', scope.resolve(argument)).map(String);
  const [logicalId = '', ...path] = parts;
  return scope.attribute(logicalId, path.join('.'));
}

function substitute(scope: Scope, argument: Json): Json {
  const [text, given] = Array.isArray(argument) ? (argument as readonly Json[]) : [argument, {}];
  const variables = isJsonObject(given) ? given : {};
  return String(text).replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const variable = variables[name];
    if (variable !== undefined) return String(scope.resolve(variable));
    return String(name.includes('.') && !name.startsWith('AWS::') ? attribute(scope, name) : reference(scope, name));
  });
}

function condition(scope: Scope, name: Json): boolean {
  const definition = scope.stack.template.Conditions?.[String(name)];
  if (definition === undefined) throw new TemplateError(`stack ${scope.stack.name} has no condition ${String(name)}`);
  return scope.resolve(definition) === true;
}

function choose(scope: Scope, argument: Json): Json {
  const [name = null, then = null, otherwise = null] = list('Fn::If', argument);
  return scope.resolve(condition(scope, name) ? then : otherwise);
}

function select(scope: Scope, argument: Json): Json {
  const [index, values = []] = list('Fn::Select', scope.resolve(argument));
  const chosen = list('Fn::Select', values)[Number(index)];
  if (chosen === undefined) throw new TemplateError(`Fn::Select has no element ${String(index)}`);
  return chosen;
}

function find(scope: Scope, argument: Json): Json {
  const [map, first, second] = list('Fn::FindInMap', scope.resolve(argument)).map(String);
  const value = scope.stack.template.Mappings?.[map ?? '']?.[first ?? '']?.[second ?? ''];
  if (value === undefined) throw new TemplateError(`Fn::FindInMap has no ${map}.${first}.${second}`);
  return value;
}

function join(scope: Scope, argument: Json): Json {
  const [separator, values = []] = list('Fn::Join', scope.resolve(argument));
  return list('Fn::Join', values).map(String).join(String(separator));
}

function split(scope: Scope, argument: Json): Json {
  const [separator, text] = list('Fn::Split', scope.resolve(argument)).map(String);
  return (text ?? '').split(separator ?? ',');
}

const operands = (scope: Scope, name: string, argument: Json) => list(name, scope.resolve(argument));

const intrinsics: Readonly<Record<string, (scope: Scope, argument: Json) => Json>> = {
  Ref: (scope, argument) => reference(scope, String(argument)),
  Condition: condition,
  'Fn::GetAtt': attribute,
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::FindInMap': find,
  'Fn::ImportValue': (scope, argument) => scope.importValue(String(scope.resolve(argument))),
  'Fn::Base64': (scope, argument) => Buffer.from(String(scope.resolve(argument))).toString('base64'),
  'Fn::GetAZs': ({ deployment }) => ['a', 'b', 'c'].map((zone) => deployment.region + zone),
  'Fn::Equals': (scope, argument) => {
    const [left, right] = operands(scope, 'Fn::Equals', argument);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (scope, argument) => operands(scope, 'Fn::Not', argument)[0] !== true,
  'Fn::And': (scope, argument) => operands(scope, 'Fn::And', argument).every((operand) => operand === true),
  'Fn::Or': (scope, argument) => operands(scope, 'Fn::Or', argument).some((operand) => operand === true),
};

/** The value of `{ [name]: argument }`. Throws `TemplateError` for what is unknown or dangling. */
export function evaluateIntrinsic(scope: Scope, name: string, argument: Json): Json {
  const evaluate = intrinsics[name];
  if (!evaluate) throw new TemplateError(`the intrinsic function ${name} is not emulated`);
  return evaluate(scope, argument);
}
