/** The directions between the parts; see docs/architecture.md. */
const TEST = '\\.test\\.tsx?$'

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-undeclared-dependency',
      severity: 'error',
      from: { pathNot: TEST },
      // An optional peer is taken for both: its entry in peerDependenciesMeta is read as one without a type.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'core-is-pure',
      comment: 'core takes its time, randomness and bytes as arguments',
      severity: 'error',
      from: { path: '^core/src', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-depends-on-nothing-of-ours',
      severity: 'error',
      from: { path: '^core/src', pathNot: TEST },
      to: { path: '^(sdk|cli|server|console|test|bench)/' },
    },
    {
      name: 'packages-never-import-one-another',
      severity: 'error',
      from: { path: '^(sdk|cli|server|console)/src', pathNot: TEST },
      to: { path: '^(sdk|cli|server|console)/', pathNot: '^$1/' },
    },
    {
      name: 'production-never-imports-tests',
      severity: 'error',
      from: { path: '^(core|sdk|cli|server|console)/src', pathNot: TEST },
      to: { path: `^(test|bench)/|${TEST}` },
    },
    {
      name: 'only-postgres-and-database-touch-typeorm',
      severity: 'error',
      from: {
        path: '^server/src',
        pathNot: `^server/src/(database/|.*/postgres-|.*\\.module\\.ts$)|${TEST}`,
      },
      to: { path: 'node_modules/(typeorm|pg|@electric-sql)/' },
    },
    {
      name: 'only-the-app-module-imports-modules',
      severity: 'error',
      from: { path: '^server/src', pathNot: `(app\\.module|create-app)\\.ts$|${TEST}` },
      to: { path: '\\.module\\.ts$' },
    },
    {
      name: 'services-do-not-know-controllers',
      severity: 'error',
      from: { path: '^server/src', pathNot: `\\.(module|controller)\\.ts$|${TEST}` },
      to: { path: '\\.controller\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
      conditionNames: ['@evenkeel/source', 'import', 'node', 'default', 'types'],
    },
  },
}
