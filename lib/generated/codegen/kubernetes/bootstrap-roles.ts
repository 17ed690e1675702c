// The ClusterRoles and bindings every cluster starts with → `lib/generated/kubernetes/bootstrap-roles.json`, from the
// files Kubernetes keeps of them for its own tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { compactJson } from '../compact-json.ts';
import type { GeneratedFile } from '../generated-file.ts';

const folder = 'plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata';

function itemsOf(moduleDirectory: string, name: string): readonly unknown[] {
  const list = load(readFileSync(join(moduleDirectory, folder, name), 'utf8')) as { readonly items: readonly unknown[] };
  return list.items;
}

/** One role or binding per line. */
export function bootstrapRolesFile(moduleDirectory: string): GeneratedFile {
  const names = ['cluster-roles.yaml', 'cluster-role-bindings.yaml'];
  const items = names.flatMap((name) => itemsOf(moduleDirectory, name));
  return { path: 'lib/generated/kubernetes/bootstrap-roles.json', text: compactJson(items, 1) };
}
