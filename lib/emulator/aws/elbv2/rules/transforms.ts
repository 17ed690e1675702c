// Transforms of a rule ("Transforms for listener rules", ALB user guide): at most one of each type, one rewrite each.
import { AwsError } from '../../aws-error.ts';
import type { RuleTransformShape } from '../shapes.ts';
import { refuseRegex } from './regex.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);

const configOf = {
  'host-header-rewrite': 'HostHeaderRewriteConfig',
  'url-rewrite': 'UrlRewriteConfig',
} as const;

const isTransformType = (type: string): type is keyof typeof configOf => Object.hasOwn(configOf, type);

/** The transforms themselves, or a refusal. */
export function readTransforms(transforms: readonly RuleTransformShape[]): readonly RuleTransformShape[] {
  for (const [index, transform] of transforms.entries()) {
    if (transforms.findIndex(({ Type }) => Type === transform.Type) !== index) {
      throw invalid(`A rule can only have one '${transform.Type}' transform`);
    }
    refuseTransform(transform);
  }
  return transforms;
}

function refuseTransform(transform: RuleTransformShape): void {
  const { Type, HostHeaderRewriteConfig, UrlRewriteConfig } = transform;
  // The model's enum has already refused other types.
  if (!isTransformType(Type)) return;
  const own = transform[configOf[Type]];
  const foreign = Type === 'url-rewrite' ? HostHeaderRewriteConfig : UrlRewriteConfig;
  if (!own || foreign) {
    throw invalid(`For transforms of type '${Type}', you must specify the following fields: '${configOf[Type]}'`);
  }
  const rewrites = own.Rewrites ?? [];
  if (rewrites.length !== 1) throw invalid(`A transform of type '${Type}' must have exactly one rewrite`);
  for (const { Regex, Replace } of rewrites) {
    for (const text of [Regex, Replace]) {
      if (text.length > 1024) throw invalid(`A rewrite value cannot contain more than 1024 characters`);
    }
    refuseRegex(Regex);
    refuseReplacement(Replace, Type);
  }
}

/** `$1` to `$9` are the only references every reading of the documentation agrees on. */
function refuseReplacement(replace: string, type: string): void {
  if (/\$(?![1-9])/.test(replace))
    throw invalid(`The replacement '${replace}' is not valid for a transform of type '${type}'`);
}
