// The module boundaries, executable. ARCHITECTURE.md draws them; `npm run check` enforces them; test/architecture plants
// one violation of each rule and expects it to be found.
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const stage = (name, mayImport) =>
  rule(
    `core-${name}`,
    `lib/core/${name} may import of the core only: ${['base', ...mayImport].join(', ')}`,
    { path: `^lib/core/${name}/` },
    { path: '^lib/core/', pathNot: `^lib/core/(${[name, 'base', ...mayImport].join('|')})/` },
  );

export default {
  forbidden: [
    rule('no-cycles', 'A cycle means two files are one file.', {}, { circular: true }),
    rule(
      'core-is-closed',
      'The core imports itself and generated types; not even node.',
      { path: '^lib/core/' },
      { pathNot: '^lib/(core|generated)/' },
    ),
    rule(
      'core-takes-generated-as-types',
      'Generated code is data for the emulator, types for us.',
      { path: '^lib/core/' },
      { path: '^lib/generated/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'generated-enters-by-snapshot',
      'parse-object is the one narrow door for the API server’s shapes.',
      { path: '^lib/core/', pathNot: '^lib/core/snapshot/' },
      { path: '^lib/generated/' },
    ),
    stage('base', []),
    stage('snapshot', []),
    stage('profile', ['stack']),
    stage('stack', []),
    stage('graph', ['snapshot', 'profile']),
    stage('translate', ['graph', 'stack', 'profile']),
    stage('plan', ['stack', 'profile']),
    stage('targets', ['snapshot', 'stack', 'profile']),
    stage('status', ['graph', 'plan', 'profile']),
    rule(
      'shell-knows-no-sdk',
      'The only async story is told without SDKs.',
      { path: '^lib/reconcile/' },
      { pathNot: '^lib/(core|reconcile|generated)/|^lib/config\\.ts$' },
    ),
    rule(
      'adapters-implement-ports',
      'Adapters see the ports and the core, never the steps.',
      { path: '^lib/adapters/' },
      {
        path: '^lib/',
        pathNot: '^lib/(adapters|core|generated|crd)/|^lib/reconcile/(ports|faults)\\.ts$|^lib/config\\.ts$',
      },
    ),
    rule(
      'adapters-do-not-reach-across',
      'Adapters meet in the composition roots.',
      { path: '^lib/adapters/([^/]+)/' },
      { path: '^lib/adapters/', pathNot: '^lib/adapters/($1|telemetry)/' },
    ),
    rule(
      'sdk-only-in-adapters',
      'One place per SDK.',
      { path: '^(lib|lambdas)/', pathNot: '^lib/adapters/' },
      { path: 'node_modules/(@aws-sdk|@smithy|@kubernetes)/' },
    ),
    rule(
      'wires-only-in-adapters',
      'One place per wire.',
      { path: '^lib/(core|reconcile|forwarder)/' },
      { path: '^(node:)?(http|https|net|tls|http2)$' },
    ),
    rule(
      'forwarder-is-a-relay',
      'It can neither translate nor touch AWS resources.',
      { path: '^lib/forwarder/' },
      {
        path: '^lib/',
        pathNot:
          '^lib/(forwarder|generated|crd)/|^lib/core/(base|snapshot)/|^lib/core/profile/controller-name\\.ts$|^lib/adapters/(kube|queue|telemetry)/|^lib/reconcile/(ports|faults)\\.ts$|^lib/config\\.ts$',
      },
    ),
    rule(
      'emulator-is-independent',
      'A witness shares no logic with what it judges.',
      { path: '^lib/emulator/' },
      { path: '^(lib|lambdas|infra)/', pathNot: '^lib/(emulator|generated)/' },
    ),
    rule(
      'emulator-only-for-local-and-tests',
      'Production code does not know the emulator.',
      { path: '^(lib|lambdas|infra)/', pathNot: '^lib/(emulator|cli)/' },
      { path: '^lib/emulator/' },
    ),
    {
      name: 'emulator-never-ships-to-lambda',
      comment: 'Not even through a friend.',
      severity: 'error',
      from: { path: '^lambdas/' },
      to: { path: '^lib/(emulator|cli|forwarder)/', reachable: true },
    },
    rule(
      'nothing-imports-entrypoints',
      'Entry points are ends.',
      { pathNot: '^(lambdas|lib/cli|infra|test)/' },
      { path: '^(lambdas|lib/cli|infra)/|^lib/forwarder/main\\.ts$' },
    ),
    rule(
      'infra-reads-contracts-only',
      'Infrastructure knows file paths, the environment contract and permissions.',
      { path: '^infra/' },
      {
        path: '^(lib|lambdas)/',
        pathNot: '^lib/config\\.ts$|^lib/adapters/[^/]+/permissions\\.ts$|^lib/generated/|^lib/crd/',
      },
    ),
    rule(
      'tests-share-through-support',
      'Tests are independent.',
      { path: '^test/([^/]+)/.+\\.test\\.ts$' },
      { path: '^test/.+\\.test\\.ts$' },
    ),
    rule(
      'production-never-imports-test',
      'Tests are not shipped.',
      { path: '^(lib|lambdas|infra)/' },
      { path: '^test/' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
