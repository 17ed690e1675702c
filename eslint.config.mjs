import tseslint from 'typescript-eslint';

/** Globals through which purity would leak; `lib/core` has none of them. */
const impureGlobals = [
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Buffer',
  'performance',
  'crypto',
];

const purity = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The core has no clock: take the time as a parameter.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'The core has no clock: take the time as a parameter.',
  },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'The core is deterministic.' },
  { selector: ':function[async=true]', message: 'The core is synchronous: ask with a FactQuery, do not fetch.' },
  { selector: 'AwaitExpression', message: 'The core is synchronous: ask with a FactQuery, do not fetch.' },
  {
    selector: 'ThrowStatement',
    message: 'User input never throws: return a Finding (invariant() is for promises of ours).',
  },
];

const identityLiterals = {
  selector: 'Literal[value=/^(gateway\\.k8s\\.aws(\\.alb)?\\/|elbv2\\.k8s\\.aws)/]',
  message: 'Names, tags and finalizers come from the Profile.',
};

export default tseslint.config(
  { ignores: ['dist', 'cdk.out', 'coverage', 'node_modules', 'lib/generated/**/*.ts', '!lib/generated/codegen/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['warn', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['warn', 4],
      complexity: ['warn', 12],
      'max-depth': ['warn', 3],
    },
  },
  { files: ['test/**/*.ts'], rules: { 'max-lines-per-function': 'off', 'max-lines': ['warn', 400] } },
  {
    files: ['lib/**/*.ts', 'lambdas/**/*.ts'],
    ignores: ['lib/core/**', 'lib/emulator/**', 'lib/crd/**', 'lib/generated/**'],
    rules: { 'no-restricted-syntax': ['error', identityLiterals] },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/cli/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['lib/core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-syntax': ['error', ...purity, identityLiterals],
    },
  },
  { files: ['lib/core/profile/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...purity] } },
  {
    files: ['lib/core/base/invariant.ts'],
    rules: { 'no-restricted-syntax': ['error', ...purity.filter((rule) => rule.selector !== 'ThrowStatement')] },
  },
);
