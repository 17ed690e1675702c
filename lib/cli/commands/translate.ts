import { readFile } from 'node:fs/promises';
import { dump } from 'js-yaml';
import { examineTls } from '../../adapters/kube/examine-tls.ts';
import type { Finding } from '../../core/base/finding.ts';
import { describeKey, nameOf } from '../../core/base/ids.ts';
import { buildGraph } from '../../core/graph/build-graph.ts';
import type { Graph } from '../../core/graph/graph.ts';
import { type PlatformDefaults, profileNamed } from '../../core/profile/profiles.ts';
import { type ClusterSnapshot, parseSnapshot } from '../../core/snapshot/cluster-snapshot.ts';
import { projectStatus } from '../../core/status/project-status.ts';
import { buildStack } from '../../core/translate/build-stack.ts';
import { withAssumedClasses } from '../assumed-gateway-class.ts';
import { readControllerFlags } from '../controller-flags.ts';
import { type Command, type OptionValues, textOption, textOptions } from '../command.ts';
import { exampleFacts } from '../example-facts.ts';
import { type FactsFile, factsFromFile } from '../facts-file.ts';
import { exitCode, type Io, UsageError } from '../io.ts';
import { readManifests } from '../manifest-files.ts';
import { lbcStack } from '../views/lbc-stack.ts';

const stages = ['graph', 'stack', 'status'] as const;
const formats = ['json', 'yaml', 'lbc'] as const;

export const translate: Command = {
  name: 'translate',
  summary: 'Show what manifests become: the graph, the AWS resources, or the status each object would get',
  usage:
    '-f FILE... [--facts FILE] [--gateway NS/NAME] [--profile alb|lbc] [--controller-flags FILE] [--to graph|stack|status] [--format json|yaml|lbc]',
  options: {
    file: { type: 'string', short: 'f', multiple: true, argument: 'FILE|DIR', help: 'Manifests, YAML or JSON' },
    facts: {
      type: 'string',
      argument: 'FILE',
      help: 'Facts of an AWS account as JSON (default: an example VPC with three zones)',
    },
    gateway: { type: 'string', argument: 'NS/NAME', help: 'Only this Gateway (default: one document for each)' },
    profile: { type: 'string', argument: 'alb|lbc', help: 'Dialect (default: alb)' },
    'controller-flags': {
      type: 'string',
      argument: 'FILE',
      help: 'Flags of an AWS Load Balancer Controller, as in its args: --default-tags=a=b --feature-gates=…',
    },
    to: { type: 'string', argument: 'STAGE', help: 'graph, stack or status (default: stack)' },
    format: {
      type: 'string',
      argument: 'FORMAT',
      help: 'json, yaml, or lbc for the shape of LBC’s dry-run plan (default: yaml)',
    },
    strict: { type: 'boolean', help: 'Exit 1 if there is a finding of severity error' },
  },
  details: 'Findings go to standard error. Example:\n  albatross translate -f my-gateway.yaml --to status',
  run: async (values, positionals, io) => {
    if (positionals.length > 0)
      throw new UsageError(`unexpected argument ${positionals[0]}; manifests are named with -f`);
    const files = textOptions(values, 'file');
    if (files.length === 0) throw new UsageError('no manifests: name at least one with -f FILE');
    const to = oneOf(values, 'to', stages, 'stack');
    const format = oneOf(values, 'format', formats, 'yaml');
    if (format === 'lbc' && to !== 'stack') throw new UsageError('--format lbc shows a stack: leave --to away');
    const decided = await readFlags(textOption(values, 'controller-flags'), io);
    const profile = profileNamed(oneOf(values, 'profile', ['alb', 'lbc'] as const, 'alb'), decided);
    const file = await readFacts(textOption(values, 'facts'));
    const objects = withAssumedClasses(await readManifests(files), profile.controllerName);
    const snapshot = parseSnapshot(file.cluster, { files: objects }, true, examineTls);
    const documents = gatewaysOf(snapshot, textOption(values, 'gateway')).map((key) => {
      const graph = buildGraph(snapshot, key, profile);
      const built = buildStack(graph, file.facts, profile);
      const document = view({ graph, built, profile, known: file.known }, to, format);
      return { findings: [...graph.findings, ...built.findings], document };
    });
    print(
      documents.map(({ document }) => document),
      format,
      io,
    );
    const findings = [...snapshot.findings, ...documents.flatMap((one) => one.findings)];
    printFindings(findings, io);
    return values['strict'] && findings.some(({ severity }) => severity === 'error')
      ? exitCode.findings
      : exitCode.fine;
  },
};

interface Translated {
  readonly graph: Graph;
  readonly built: ReturnType<typeof buildStack>;
  readonly profile: ReturnType<typeof profileNamed>;
  readonly known: FactsFile['known'];
}

function view({ graph, built, profile, known }: Translated, to: (typeof stages)[number], format: string): unknown {
  switch (to) {
    case 'graph':
      return graph;
    case 'stack':
      if (format === 'lbc') return built.stack ? lbcStack(built.stack, graph, profile, known) : {};
      return built.stack ?? {};
    case 'status':
      return projectStatus({ graph, findings: built.findings, profile, now: 0 });
  }
}

function gatewaysOf(snapshot: ClusterSnapshot, only: string | undefined) {
  const keys = snapshot.objects.Gateway.map(({ metadata }) => ({
    cluster: snapshot.cluster,
    namespace: metadata.namespace,
    name: metadata.name,
  }));
  if (only === undefined) {
    if (keys.length === 0) throw new UsageError('the manifests have no Gateway');
    return keys;
  }
  const chosen = keys.filter((key) => nameOf(key) === only);
  if (chosen.length === 0)
    throw new UsageError(`the manifests have no Gateway ${only}; they have ${keys.map(nameOf).join(', ') || 'none'}`);
  return chosen;
}

async function readFacts(path: string | undefined): Promise<FactsFile> {
  if (path === undefined) return factsFromFile(exampleFacts);
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`--facts ${path}: there is no such file`);
  });
  try {
    return factsFromFile(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`--facts ${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readFlags(path: string | undefined, io: Io): Promise<PlatformDefaults> {
  if (path === undefined) return {};
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`--controller-flags ${path}: there is no such file`);
  });
  const { defaults, unread } = readControllerFlags(text);
  for (const flag of unread) io.note(`note: ${flag} changes nothing here`);
  return defaults;
}

function oneOf<Choice extends string>(
  values: OptionValues,
  name: string,
  choices: readonly Choice[],
  absent: Choice,
): Choice {
  const given = textOption(values, name) ?? absent;
  const choice = choices.find((one) => one === given);
  if (choice === undefined) throw new UsageError(`--${name} ${given}: expected ${choices.join(', ')}`);
  return choice;
}

function print(documents: readonly unknown[], format: string, io: Io): void {
  if (format === 'yaml') {
    io.out(documents.map((document) => dump(document, { lineWidth: -1, noRefs: true }).trimEnd()).join('\n---\n'));
    return;
  }
  io.out(JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2));
}

function printFindings(findings: readonly Finding[], io: Io): void {
  for (const { subject, path, severity, reason, message } of findings) {
    const where = path === '' || message.startsWith(path) ? '' : ` ${path}`;
    io.note(`${severity}: ${describeKey(subject)}${where}: ${message} (${reason})`);
  }
}
