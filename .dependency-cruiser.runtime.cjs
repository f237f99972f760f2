/** What is loaded when a program runs: like .dependency-cruiser.cjs, without the imports of types. */
const { options } = require('./.dependency-cruiser.cjs')

module.exports = {
  forbidden: [
    {
      name: 'sdk-never-loads-ajv-or-jsonata',
      comment: 'the SDK evaluates; it does not admit',
      severity: 'error',
      from: { path: '^sdk/src', pathNot: '\\.test\\.tsx?$' },
      to: { path: 'node_modules/(ajv|jsonata|js-yaml)/', reachable: true },
    },
    {
      name: 'pages-never-reach-node-or-the-evaluator',
      comment: 'a page is given values; rules and lists of keys stay with the server',
      severity: 'error',
      from: { path: '^sdk/src/(openfeature-web|react)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(node:|core/src/(evaluation|expression|snapshot)/|node_modules/ws/)', reachable: true },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
}
