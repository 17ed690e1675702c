// Kubernetes' `generated.proto` files and Go types → `lib/generated/kubernetes/wire-messages.json`.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import protobuf from 'protobufjs';
import type { WireField, WireMessage, WireTrait } from '../../kubernetes/wire-message.ts';
import { compactJson } from '../compact-json.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { goStructs, type GoStructs } from './go-fields.ts';
import { keptGroupVersions } from './kubernetes-kinds.ts';

/** Kinds beside the served ones: bodies of subresources, options, and what the machinery answers. */
const otherKinds: readonly (readonly [apiVersion: string, kind: string, message: string])[] = [
  ['autoscaling/v1', 'Scale', 'autoscaling.v1.Scale'],
  ['authentication.k8s.io/v1', 'TokenRequest', 'authentication.v1.TokenRequest'],
  ['policy/v1', 'Eviction', 'policy.v1.Eviction'],
  ['v1', 'Binding', 'core.v1.Binding'],
  ...['Status', 'DeleteOptions', 'APIGroup', 'APIGroupList', 'APIVersions', 'APIResourceList', 'WatchEvent'].map(
    (kind) => ['v1', kind, `meta.v1.${kind}`] as const,
  ),
  ...['PartialObjectMetadata', 'PartialObjectMetadataList'].map(
    (kind) => ['meta.k8s.io/v1', kind, `meta.v1.${kind}`] as const,
  ),
];

/** Proto packages that hold one type whose name says it all. */
const nameless = /^k8s\.io\.apimachinery\.pkg\.(?:runtime|util\.intstr|api\.resource)\./;
const prefixes = /^k8s\.io\.(?:api|apimachinery\.pkg\.apis|apiextensions_apiserver\.pkg\.apis)\./;

/** `k8s.io.api.core.v1.Pod` → `core.v1.Pod`; `k8s.io.apimachinery.pkg.util.intstr.IntOrString` → `IntOrString`. */
const shortName = (fullName: string) => fullName.replace(/^\./, '').replace(nameless, '').replace(prefixes, '');

/** The package directory of an import such as `k8s.io/api/core/v1/generated.proto`. */
function packageDirectory(importPath: string, modules: readonly string[]): string {
  const found = modules
    .map((module) => {
      const name = /k8s\.io\/(?<name>[a-z-]+)@/.exec(module)?.groups?.['name'] ?? '';
      return join(module, dirname(importPath).slice(`k8s.io/${name}/`.length));
    })
    .find((directory) => importPath.includes(moduleName(directory)) && existsSync(join(directory, 'generated.proto')));
  if (!found) throw new Error(`no module has ${importPath}`);
  return found;
}

const moduleName = (directory: string) => `k8s.io/${/k8s\.io\/(?<name>[a-z-]+)@/.exec(directory)?.groups?.['name'] ?? ''}/`;

interface Sources {
  readonly root: protobuf.Root;
  /** The Go structs of each proto package. */
  readonly structs: ReadonlyMap<string, GoStructs>;
}

function readSources(modules: readonly string[], imports: readonly string[]): Sources {
  const root = new protobuf.Root();
  const structs = new Map<string, GoStructs>();
  const seen = new Set<string>();
  const read = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const directory = packageDirectory(path, modules);
    const parsed = protobuf.parse(readFileSync(join(directory, 'generated.proto'), 'utf8'), root, { keepCase: true });
    structs.set(parsed.package ?? '', goStructs(directory));
    for (const imported of parsed.imports ?? []) read(imported);
  };
  imports.forEach(read);
  root.resolveAll();
  return { root, structs };
}

/** Types that Go writes to JSON in a way of its own have no JSON names: their fields go by those of protobuf. */
function toField(field: protobuf.Field, structs: GoStructs, message: string): WireField {
  const go = structs.get(message)?.find(({ number }) => number === field.id);
  const isInline = go?.traits.includes('inline') ?? false;
  const shape: WireTrait[] = field.map ? ['map'] : field.repeated ? ['repeated'] : [];
  const type = field.resolvedType ? shortName(field.resolvedType.fullName) : field.type;
  const name = go && go.jsonName !== '-' && go.jsonName !== '' ? go.jsonName : field.name;
  return [field.id, isInline ? '' : name, type, ...shape, ...(go?.traits ?? [])];
}

function toMessage(type: protobuf.Type, structs: GoStructs): WireMessage {
  return type.fieldsArray
    .toSorted((a, b) => a.id - b.id)
    .map((field) => toField(field, structs, type.name));
}

/** Every message reachable from `roots`. */
function reachable({ root, structs }: Sources, roots: readonly string[]): Record<string, WireMessage> {
  const found = new Map<string, WireMessage>();
  const visit = (type: protobuf.Type): void => {
    const name = shortName(type.fullName);
    if (found.has(name)) return;
    const packageName = (type.parent?.fullName ?? '').replace(/^\./, '');
    found.set(name, toMessage(type, structs.get(packageName) ?? new Map()));
    for (const { resolvedType } of type.fieldsArray) if (resolvedType instanceof protobuf.Type) visit(resolvedType);
  };
  const byShortName = new Map<string, protobuf.Type>();
  const index = (space: protobuf.NamespaceBase): void => {
    for (const nested of space.nestedArray) {
      if (nested instanceof protobuf.Type) byShortName.set(shortName(nested.fullName), nested);
      else if (nested instanceof protobuf.Namespace) index(nested);
    }
  };
  index(root);
  for (const name of roots) {
    const type = byShortName.get(name);
    if (!type) throw new Error(`there is no message ${name}`);
    visit(type);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const groupPackage = (group: string) => (group === '' ? 'core' : (group.split('.')[0] ?? ''));

/** Reviews are never listed. */
const isListed = (kind: string) => !kind.endsWith('Review');

function servedKinds(): [string, string, string][] {
  return keptGroupVersions.flatMap(({ group, version, kinds }) =>
    kinds
      .flatMap((kind) => (isListed(kind) ? [kind, `${kind}List`] : [kind]))
      .map((kind): [string, string, string] => [
        group === '' ? version : `${group}/${version}`,
        kind,
        `${groupPackage(group)}.${version}.${kind}`,
      ]),
  );
}

const machinery = 'k8s.io/apimachinery/pkg';

function importsOf(): string[] {
  const packages = new Set(keptGroupVersions.map(({ group, version }) => `${groupPackage(group)}/${version}`));
  return [
    `${machinery}/apis/meta/v1/generated.proto`,
    'k8s.io/api/autoscaling/v1/generated.proto',
    ...[...packages].map((name) =>
      name.startsWith('apiextensions')
        ? `k8s.io/apiextensions-apiserver/pkg/apis/${name}/generated.proto`
        : `k8s.io/api/${name}/generated.proto`,
    ),
  ];
}

/** The table of messages, from the unpacked Go modules that hold the types. */
export function wireMessagesFile(modules: readonly string[]): GeneratedFile {
  const all = [...servedKinds(), ...otherKinds];
  const sources = readSources(modules, importsOf());
  const messages = reachable(sources, all.map(([, , message]) => message));
  const kinds = Object.fromEntries(all.map(([apiVersion, kind, message]) => [`${apiVersion} ${kind}`, message]));
  return { path: 'lib/generated/kubernetes/wire-messages.json', text: compactJson({ messages, kinds }, 2) };
}
