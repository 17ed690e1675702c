// The binding of a target group as tags: whoever finds the group learns which endpoints belong into it, without asking
// anyone else. Options travel as base64url JSON because tag values allow few characters, 256 of them at most.
import type { Tags, TargetBinding, TargetGroup } from './stack.ts';

/** Tag keys of a dialect that carry a binding. */
export interface BindingKeys {
  /** Value `<namespace>/<service>:<port>`. */
  readonly binding: string;
  /** Further chunks have `.1`, `.2`, … behind the key. */
  readonly bindingOptions: string;
}

/** A binding with the address family of its group: what target synchronisation must know. */
export interface BoundGroup extends TargetBinding {
  readonly ipAddressType: 'ipv4' | 'ipv6';
}

const chunkLength = 256;

/** Value of the binding tag: `<namespace>/<service>:<port>`. */
export function bindingText(service: {
  readonly namespace: string;
  readonly service: string;
  readonly servicePort: number;
}): string {
  return `${service.namespace}/${service.service}:${String(service.servicePort)}`;
}

/** The binding tags of a group; none for a group that never has targets. */
export function bindingTags(group: Pick<TargetGroup, 'binding' | 'ipAddressType'>, keys: BindingKeys): Tags {
  const { binding } = group;
  if (binding === undefined) return {};
  const options = {
    targetType: binding.targetType,
    ipAddressType: group.ipAddressType,
    ...(binding.nodeSelector === undefined ? {} : { nodeSelector: binding.nodeSelector }),
    ...(binding.multiCluster === true ? { multiCluster: true } : {}),
  };
  const encoded = toBase64Url(JSON.stringify(options));
  const chunks: Record<string, string> = { [keys.binding]: bindingText(binding) };
  for (let index = 0; index * chunkLength < encoded.length; index += 1) {
    chunks[chunkKey(keys, index)] = encoded.slice(index * chunkLength, (index + 1) * chunkLength);
  }
  return chunks;
}

/** The binding that tags describe; undefined if they describe none that we understand. */
export function readBinding(tags: Tags, keys: BindingKeys): BoundGroup | undefined {
  const parts = /^([^/]+)\/([^:]+):(\d+)$/.exec(tags[keys.binding] ?? '');
  const options = readOptions(tags, keys);
  if (parts === null || options === undefined) return undefined;
  const [, namespace = '', service = '', port = ''] = parts;
  return { namespace, service, servicePort: Number(port), ...options };
}

function readOptions(
  tags: Tags,
  keys: BindingKeys,
): Omit<BoundGroup, 'namespace' | 'service' | 'servicePort'> | undefined {
  let encoded = '';
  for (let index = 0; tags[chunkKey(keys, index)] !== undefined; index += 1)
    encoded += tags[chunkKey(keys, index)] ?? '';
  const text = fromBase64Url(encoded);
  const options: unknown = text === undefined ? undefined : parseJson(text);
  if (typeof options !== 'object' || options === null) return undefined;
  const { targetType, ipAddressType, nodeSelector, multiCluster } = options as Readonly<Record<string, unknown>>;
  if (targetType !== 'instance' && targetType !== 'ip') return undefined;
  return {
    targetType,
    ipAddressType: ipAddressType === 'ipv6' ? 'ipv6' : 'ipv4',
    ...(typeof nodeSelector === 'string' ? { nodeSelector } : {}),
    ...(multiCluster === true ? { multiCluster } : {}),
  };
}

function chunkKey(keys: BindingKeys, index: number): string {
  return index === 0 ? keys.bindingOptions : `${keys.bindingOptions}.${String(index)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 4648 §5 without padding; other than Latin-1 characters are escaped as JSON allows. */
function toBase64Url(json: string): string {
  const ascii = json.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return btoa(ascii).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(encoded: string): string | undefined {
  try {
    return atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
}
