import { rename, writeFile } from 'node:fs/promises';
import { type AddressMap, defaultAddressMap, parseAddressMapping } from '../../emulator/data-plane/address-map.ts';
import { type Command, type OptionValues, textOption, textOptions } from '../command.ts';
import { exitCode, type Io, UsageError } from '../io.ts';
import type { Local } from '../local/compose-local.ts';
import { readManifests } from '../manifest-files.ts';
import { applyAll } from '../local/apply-all.ts';
import { readNumber } from '../number-option.ts';

export const local: Command = {
  name: 'local',
  summary: 'Run the whole controller on this machine, with an emulated AWS and Kubernetes API',
  usage: '[--apply FILE|DIR]... [--kubeconfig FILE] [--port N] [--state-file FILE] [--time-scale X]',
  options: {
    apply: { type: 'string', multiple: true, argument: 'FILE|DIR', help: 'Apply these manifests once everything runs' },
    kubeconfig: {
      type: 'string',
      argument: 'FILE',
      help: 'Use this cluster (its user must be able to impersonate) instead of the emulated API',
    },
    'aws-endpoint': {
      type: 'string',
      argument: 'URL',
      help: 'Load balancers, network and certificates of another AWS that asks for no credentials',
    },
    port: { type: 'string', argument: 'N', help: 'Port of the AWS endpoint (default: a free one)' },
    'state-file': { type: 'string', argument: 'FILE', help: 'Write where everything is, as JSON, when it is ready' },
    'time-scale': {
      type: 'string',
      argument: 'X',
      help: 'Factor on AWS lifecycles: 0 immediate, 1 realistic (default: 1)',
    },
    'strict-cert-fqdn': {
      type: 'string',
      argument: 'true|false',
      help: 'Refuse certificates without a fully qualified domain name, as AWS does (default: true)',
    },
    'address-map': {
      type: 'string',
      multiple: true,
      argument: 'FROM=TO',
      help: 'Where addresses of the VPC are on this machine, as CIDR=CIDR',
    },
  },
  details:
    'Stays up until interrupted. Example:\n  albatross local --state-file state.json --time-scale 0 --apply my-gateway.yaml',
  run: async (values, positionals, io) => {
    if (positionals.length > 0) throw new UsageError(`unexpected argument ${positionals[0]}`);
    const manifests = await readManifests(textOptions(values, 'apply'));
    const running = await start(values, io);
    try {
      await writeState(textOption(values, 'state-file'), running);
      if (manifests.length > 0) await applyAll(running.applier, manifests, (line) => io.out(line));
      tellWhere(running, io);
      await interrupted();
    } finally {
      io.note('stopping');
      await running.close();
    }
    return exitCode.fine;
  },
};

async function start(values: OptionValues, io: Io): Promise<Local> {
  const kubeconfig = textOption(values, 'kubeconfig');
  const awsEndpoint = textOption(values, 'aws-endpoint');
  const port = readNumber(values, 'port');
  const timeScale = readNumber(values, 'time-scale');
  const strictCertificateFqdn = readTruth(values, 'strict-cert-fqdn');
  const addressMap = readAddressMap(textOptions(values, 'address-map'));
  // Loaded only now: other commands should not wait for the emulator.
  const { composeLocal } = await import('../local/compose-local.ts');
  return composeLocal({
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(awsEndpoint === undefined ? {} : { awsEndpoint }),
    ...(port === undefined ? {} : { port }),
    ...(timeScale === undefined ? {} : { timeScale }),
    ...(addressMap === undefined ? {} : { addressMap }),
    ...(strictCertificateFqdn === undefined ? {} : { strictCertificateFqdn }),
    onProgress: (line) => io.note(line),
  });
}

function readTruth(values: OptionValues, name: string): boolean | undefined {
  const text = textOption(values, name);
  if (text === undefined) return undefined;
  if (text !== 'true' && text !== 'false') throw new UsageError(`--${name} ${text}: expected true or false`);
  return text === 'true';
}

function readAddressMap(texts: readonly string[]): AddressMap | undefined {
  if (texts.length === 0) return undefined;
  const given = texts.map((text) => {
    const mapping = parseAddressMapping(text);
    if (!mapping)
      throw new UsageError(
        `--address-map ${text}: expected FROM=TO, two IPv4 ranges like 10.244.0.0/16=127.244.0.0/16`,
      );
    return mapping;
  });
  return [...given, ...defaultAddressMap.filter(({ from }) => !given.some((mapping) => mapping.from === from))];
}

/** Appears whole or not at all, so that whoever waits for it never reads half. */
async function writeState(path: string | undefined, { emulator, awsEndpoint, kubeconfig }: Local): Promise<void> {
  if (path === undefined) return;
  const state = {
    kubeconfig,
    awsEndpoint,
    loadBalancers: `${emulator.control}/load-balancers`,
    calls: `${emulator.control}/calls`,
    control: emulator.control,
  };
  await writeFile(`${path}.part`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${path}.part`, path);
}

function tellWhere({ emulator, awsEndpoint, kubeconfig }: Local, io: Io): void {
  const rows = [
    ['Kubernetes', `KUBECONFIG=${kubeconfig}`],
    ['AWS', `AWS_ENDPOINT_URL=${awsEndpoint}`],
    ['load balancers', `${emulator.control}/load-balancers`],
    ['AWS call log', `${emulator.control}/calls`],
  ] as const;
  io.out('Albatross is running. Interrupt to stop.');
  for (const [name, where] of rows) io.out(`  ${name.padEnd(16)}${where}`);
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
