// `lib/generated/README.md`: what is generated, from which pinned sources.
import type { GeneratedFile } from './generated-file.ts';
import { sources } from './sources.ts';

/** The read-me of the generated folders; it repeats the pins of sources.ts, so it is generated too. */
export function readmeFile(): GeneratedFile {
  const rows = sources.map(
    ({ name, version, registry, license, digest, gives }) =>
      `| ${name} ${version} | ${registry} | ${license} | \`${digest}\` | ${gives} |`,
  );
  const text = `# Generated data and types

Written by \`npm run generate\`, committed, never edited. \`npm run generate -- --check\` writes nothing and exits 1 if the
checkout differs. It needs \`pip\` (with Python 3) and \`go\`; both only download, nothing of what they fetch is run. With
their caches warm (\`node_modules/.cache/generate\`, Go's module cache) no network is needed. Users of this project need
neither: the output is in the repository.

| Source | Registry | License | Digest | Gives |
|---|---|---|---|---|
${rows.join('\n')}
| \`lib/crd\` | this repository | Apache-2.0 | – | \`gateway-k8s-aws/*\` and the gateway.k8s.aws files of \`infra/chart/crds\` |

Digests are the wheel's SHA-256 (PyPI) and the module's sum as in go.sum (Go modules); a download that differs stops the
generator. What is kept of a source is its structure: names, types, bounds, enums, defaults, list and map semantics, CEL
rules. Descriptions are left out. A keyword that a new version of a source brings stops the generator until somebody has
decided whether to keep it (\`codegen/structural-keys.ts\`, \`codegen/aws/aws-models.ts\`).

| Folder | Holds | Written by hand |
|---|---|---|
| \`aws/\` | botocore's service models, one file per service | \`model.ts\`: how to read them |
| \`kubernetes/\` | built-in kinds: \`resources.json\`, \`types.ts\`, \`wire-messages.json\`; \`bootstrap-roles.json\` | \`resource-definition.ts\` and \`wire-message.ts\` (the formats), \`resource-table.ts\`, \`resources.ts\`, \`wire-messages.ts\`, \`bootstrap-roles.ts\`, \`custom-resource-definition.ts\` |
| \`gateway-api/\` | kinds of the Gateway API's standard channel: \`resources.json\`, \`types.ts\` | \`resources.ts\` |
| \`gateway-k8s-aws/\` | our configuration kinds: \`resources.json\`, \`types.ts\` | \`resources.ts\` |
| \`codegen/\` | | the generator |

To take a newer version: change it in \`codegen/sources.ts\`, run the generator, copy the digest it complains about after
checking it against the registry, and read the diff.
`;
  return { path: 'lib/generated/README.md', text };
}
