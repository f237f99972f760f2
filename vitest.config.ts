import { defineConfig } from 'vitest/config'

// Without `import`: these reach `require` too, and a CommonJS package must not be handed an ES module.
const fromSource = { conditions: ['@evenkeel/source', 'node'] }

declare module 'vitest' {
  interface ProvidedContext {
    /** `npm run test:slow`: properties are tried on many more examples. */
    slow: boolean
  }
}

export default defineConfig(({ mode }) => ({
  resolve: fromSource,
  ssr: { resolve: { ...fromSource, externalConditions: fromSource.conditions } },
  test: {
    // Nothing of ours keeps state in a module, so files may share a worker: twice as fast.
    pool: 'threads',
    isolate: false,
    // No test is about time; these end one that hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include:
      mode === 'slow'
        ? ['*/src/**/*.oracle.test.ts']
        : ['*/src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    provide: { slow: mode === 'slow' },
    exclude: ['**/node_modules/**', '**/dist/**'],
    reporters: ['default', 'json'],
    outputFile: { json: 'coverage/test-report.json' },
    coverage: {
      enabled: process.env['CI'] === 'true',
      provider: 'v8',
      include: ['*/src/**/*.{ts,tsx}'],
      exclude: ['**/*.test.{ts,tsx}', '**/main.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: { lines: 95, functions: 95, branches: 90, statements: 95 },
    },
  },
}))
