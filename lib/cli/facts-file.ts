// A file of AWS facts for translating without AWS. Its shape is what `albatross translate --facts` documents: the VPC, its
// subnets, certificates, security groups, trust stores and target groups of one account and region.
import type { ClusterId } from '../core/base/ids.ts';
import type { Known } from '../core/base/ref.ts';
import type { CertificateFact, Facts, SecurityGroupFact, SubnetFact } from '../core/translate/facts.ts';

export interface FactsFile {
  readonly cluster: ClusterId;
  readonly facts: Facts;
  /** Resources that exist already: the cluster's shared security group. */
  readonly known: Known;
}

type Raw = Readonly<Record<string, unknown>>;

/** Reads parsed JSON. What is not there stays unknown; a member of a wrong shape is treated as not there. */
export function factsFromFile(content: unknown): FactsFile {
  const file = record(content);
  const groups = record(file['securityGroups']);
  const sharedGroupId = text(record(groups['backendShared'])['id']);
  const vpc = vpcOf(record(file['vpc']));
  return {
    cluster: (text(file['clusterName']) || 'demo') as ClusterId,
    facts: {
      ...(vpc === undefined ? {} : { vpc }),
      ...('subnets' in file
        ? {
            subnets: list(file['subnets']).map((subnet) => subnetOf(subnet, number(file['subnetFreeAddresses'], 1000))),
          }
        : {}),
      ...('certificates' in file
        ? { certificates: list(file['certificates']).filter(isIssued).map(certificateOf) }
        : {}),
      ...('securityGroups' in file
        ? { securityGroups: [...list(groups['user']), ...list([groups['node']])].map(securityGroupOf) }
        : {}),
      ...('trustStores' in file ? { trustStores: arnsByName(file['trustStores']) } : {}),
      ...('targetGroups' in file ? { targetGroups: arnsByName(file['targetGroups']) } : {}),
    },
    known: sharedGroupId === '' ? {} : { BackendSecurityGroup: { groupId: sharedGroupId } },
  };
}

function vpcOf({ id, cidr, ipv6Cidr }: Raw): Facts['vpc'] {
  return text(id) === '' ? undefined : { id: text(id), cidrs: texts([cidr]), ipv6Cidrs: texts([ipv6Cidr]) };
}

function subnetOf(subnet: Raw, freeAddresses: number): SubnetFact {
  return {
    id: text(subnet['id']),
    availabilityZone: text(subnet['az']),
    zoneType: 'availability-zone',
    availableAddresses: number(subnet['freeAddresses'], freeAddresses),
    ipv6Cidrs: texts([subnet['ipv6Cidr']]),
    tags: tagsOf(subnet),
    isPublic: subnet['kind'] === 'public',
  };
}

function isIssued({ status }: Raw): boolean {
  return status === undefined || status === 'ISSUED';
}

function certificateOf(certificate: Raw): CertificateFact {
  const names = [
    certificate['domain'],
    ...(Array.isArray(certificate['sans']) ? (certificate['sans'] as unknown[]) : []),
  ];
  return { arn: text(certificate['arn']), names: [...new Set(texts(names))] };
}

function securityGroupOf(group: Raw): SecurityGroupFact {
  return { id: text(group['id']), name: text(group['name']), tags: tagsOf(group) };
}

function arnsByName(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list(value).flatMap(({ name, arn }) => (text(arn) === '' ? [] : [[text(name), text(arn)]])),
  );
}

function tagsOf({ tags }: Raw): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record(tags)).map(([key, value]) => [key, text(value)]));
}

function record(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

function list(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.map(record).filter((member) => Object.keys(member).length > 0) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(values: readonly unknown[]): readonly string[] {
  return values.map(text).filter((value) => value !== '');
}

function number(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
