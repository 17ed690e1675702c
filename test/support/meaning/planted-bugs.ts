// Compilers with one mistake each, made of the real profile: the law of meaning must notice every one.
import { alb } from '../../../lib/core/profile/alb.ts';
import { areDisjoint } from '../../../lib/core/profile/matching/disjoint.ts';
import { shared } from '../../../lib/core/profile/isolation.ts';
import { lbcMatching } from '../../../lib/core/profile/matching/lbc-matching.ts';
import type { ConditionText, Matching } from '../../../lib/core/profile/matching/condition-text.ts';
import type { RequestSet } from '../../../lib/core/profile/matching/request-set.ts';
import { pathPrecedenceRegexLast } from '../../../lib/core/profile/precedence.ts';
import type { Profile } from '../../../lib/core/profile/profile.ts';

const withMatching = (matching: Partial<Matching>): Profile => ({ ...alb, matching: { ...alb.matching, ...matching } });
const withRules = (part: Partial<Profile['listenerRules']>): Profile => ({
  ...alb,
  listenerRules: { ...alb.listenerRules, ...part },
});
const { folding } = alb.listenerRules;

/** The texts of a condition, each changed. */
function edited(text: ConditionText, edit: (text: string) => string): ConditionText {
  if (text.say === 'values') return { ...text, values: text.values.map(edit) };
  return text.say === 'regex' ? { ...text, regexValues: text.regexValues.map(edit) } : text;
}

export const plantedBugs: readonly (readonly [what: string, compiler: Profile])[] = [
  [
    'hosts do not take a port',
    withMatching({
      hosts: (hosts, room) => edited(alb.matching.hosts(hosts, room), (text) => text.replace('(:[0-9]+)?$', '$')),
    }),
  ],
  [
    'hosts have case',
    withMatching({
      hosts: (hosts, room) =>
        edited(alb.matching.hosts(hosts, room), (text) => text.replaceAll(/\[([a-z])[A-Z]\]/g, '$1')),
    }),
  ],
  [
    'a wildcard stands for one label',
    withMatching({
      hosts: (hosts, room) => edited(alb.matching.hosts(hosts, room), (text) => text.replace('.+', '[^.]+')),
    }),
  ],
  [
    'prefixes end inside a segment',
    withMatching({
      paths: (paths, room) =>
        edited(alb.matching.paths(paths, room), (text) => text.replace('/*', '*').replace('(/.*)?', '.*')),
    }),
  ],
  [
    'stars in paths are wildcards',
    withMatching({
      paths: (paths, room) => edited(alb.matching.paths(paths, room), (text) => text.replaceAll('\\*', '.*')),
    }),
  ],
  [
    'expressions match a part of the path',
    withMatching({
      paths: (paths, room) => edited(alb.matching.paths(paths, room), (text) => text.replace(/\$$/, '')),
    }),
  ],
  [
    'expressions match a part of a header',
    withMatching({ header: (header) => edited(alb.matching.header(header), (text) => text.replace(/^\^/, '')) }),
  ],
  ['header values are patterns', withMatching({ header: lbcMatching.header })],
  ['stars in parameters are wildcards', withMatching({ queryParam: lbcMatching.queryParam })],
  ['expressions go behind prefixes', { ...alb, pathPrecedence: pathPrecedenceRegexLast }],
  [
    'shorter prefixes go first',
    { ...alb, pathPrecedence: (path) => ({ ...alb.pathPrecedence(path), length: -alb.pathPrecedence(path).length }) },
  ],
  ['listeners share their routes', { ...alb, isolation: shared }],
  ['nothing guards a listener', { ...alb, isolation: { ...alb.isolation, guards: () => [] } }],
  ['rules are folded whatever lies between', withRules({ folding: { ...folding, areDisjoint: () => true } })],
  [
    'paths do not meet unless they are equal',
    withRules({
      folding: {
        ...folding,
        areDisjoint: (a, b) => areDisjoint(a, b) || (a.paths.length > 0 && b.paths.length > 0 && !isSamePath(a, b)),
      },
    }),
  ],
  [
    'two headers exclude each other',
    withRules({
      folding: {
        ...folding,
        areDisjoint: (a, b) => areDisjoint(a, b) || (a.headers.length > 0 && b.headers.length > 0),
      },
    }),
  ],
  [
    'rules that differ in two parts are folded',
    withRules({
      folding: {
        ...folding,
        fields: folding.fields.map((field) => ({
          ...field,
          unite: (a, b) => {
            const united = field.unite(a, b);
            return united && { ...united, methods: [] };
          },
        })),
      },
    }),
  ],
  [
    'invalid backends lose their share to the others',
    withRules({
      weigh: (shares, isSticky) =>
        alb.listenerRules.weigh(
          shares.filter(({ group }) => group !== undefined),
          isSticky,
        ),
    }),
  ],
  [
    'redirects keep the port of the listener',
    {
      ...alb,
      redirection: {
        ...alb.redirection,
        redirect: (request) => alb.redirection.redirect({ ...request, port: request.port ?? request.listener.port }),
      },
    },
  ],
  [
    'a rewritten prefix keeps its end',
    {
      ...alb,
      redirection: {
        ...alb.redirection,
        rewrite: (request) =>
          alb.redirection.rewrite({
            ...request,
            matched: { ...request.matched, value: request.matched.value.slice(0, -1) },
          }),
      },
    },
  ],
];

function isSamePath(a: RequestSet, b: RequestSet): boolean {
  return JSON.stringify(a.paths) === JSON.stringify(b.paths);
}
