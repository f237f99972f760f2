import { defineConfig } from 'vitest/config'

const fromSource = { conditions: ['@evenkeel/source', 'node', 'import', 'default'] }

export default defineConfig({
  resolve: fromSource,
  ssr: { resolve: { ...fromSource, externalConditions: fromSource.conditions } },
  test: {
    include: ['*/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    reporters: ['default', 'json'],
    outputFile: { json: 'coverage/test-report.json' },
    coverage: {
      enabled: process.env['CI'] === 'true',
      provider: 'v8',
      include: ['*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/main.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: { lines: 90, functions: 90, branches: 85, statements: 90 },
    },
  },
})
