/** What is loaded when a program runs: like .dependency-cruiser.cjs, without the imports of types. */
const { options } = require('./.dependency-cruiser.cjs')

module.exports = {
  forbidden: [
    {
      name: 'sdk-never-loads-ajv-or-jsonata',
      comment: 'the SDK evaluates; it does not admit',
      severity: 'error',
      from: { path: '^sdk/src', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules/(ajv|jsonata|js-yaml)/', reachable: true },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
}
