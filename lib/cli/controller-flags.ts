// The command line of an AWS Load Balancer Controller, read as what the platform team has decided for all Gateways.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/configurations/
import { parseArgs } from 'node:util';
import type { PlatformDefaults } from '../core/profile/profiles.ts';
import { UsageError } from './io.ts';

export interface ControllerFlags {
  readonly defaults: PlatformDefaults;
  /** Flags that change nothing here, as they were written. */
  readonly unread: readonly string[];
}

type Read = (text: string, flag: string) => PlatformDefaults;

const flags: Readonly<Record<string, Read>> = {
  'default-load-balancer-scheme': (text, flag) => ({
    defaultLoadBalancerScheme: oneOf(text, flag, ['internal', 'internet-facing']),
  }),
  'default-ssl-policy': (text) => ({ defaultSslPolicy: text }),
  'default-target-type': (text, flag) => ({ defaultTargetType: oneOf(text, flag, ['instance', 'ip']) }),
  'default-tags': (text, flag) => ({ defaultTags: Object.fromEntries(pairs(text, flag)) }),
  'external-managed-tags': (text) => ({ externalManagedTags: text.split(',').filter((key) => key !== '') }),
  'enable-backend-security-group': (text, flag) => ({ enableBackendSecurityGroup: truth(text, flag) }),
  'backend-security-group': (text) => (text === '' ? {} : { backendSecurityGroup: text }),
  'enable-manage-backend-security-group-rules': (text, flag) => ({
    enableManageBackendSecurityGroupRules: truth(text, flag),
  }),
  'disable-restricted-sg-rules': (text, flag) => ({ disableRestrictedSgRules: truth(text, flag) }),
};

const gates: Readonly<Record<string, Read>> = {
  EnableDefaultTagsLowPriority: (text, gate) => ({ enableDefaultTagsLowPriority: truth(text, gate) }),
  ALBSingleSubnet: (text, gate) => ({ albSingleSubnet: truth(text, gate) }),
};

/** `text`: flags as in a Deployment's `args`, apart by white space. A value that LBC would refuse is a UsageError. */
export function readControllerFlags(text: string): ControllerFlags {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const { tokens } = parseArgs({ args: words.map(withTruth), strict: false, allowPositionals: true, tokens: true });
  let defaults: PlatformDefaults = {};
  const unread: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') throw new UsageError(`"${token.value}" is no flag: write --name=value`);
    const { name, value = '' } = token;
    const settings = name === 'feature-gates' ? pairs(value, name) : [[name, value] as const];
    const known = name === 'feature-gates' ? gates : flags;
    for (const [key, setting] of settings) {
      const read = known[key];
      if (read === undefined) unread.push(name === 'feature-gates' ? `${key}=${setting}` : token.rawName);
      else defaults = { ...defaults, ...read(setting, key) };
    }
  }
  return { defaults, unread };
}

/** A flag without a value is true. */
function withTruth(word: string): string {
  return word.startsWith('--') && !word.includes('=') ? `${word}=true` : word;
}

function truth(text: string, flag: string): boolean {
  return oneOf(text, flag, ['true', 'false']) === 'true';
}

function oneOf<Choice extends string>(text: string, flag: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new UsageError(`--${flag} ${text}: expected ${choices.join(' or ')}`);
  return choice;
}

function pairs(text: string, flag: string): readonly (readonly [string, string])[] {
  return text
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`--${flag} ${pair}: expected KEY=VALUE, apart by commas`);
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    });
}
