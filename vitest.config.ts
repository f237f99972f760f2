import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Without `import`: these reach `require` too, and a CommonJS package must not be handed an ES module.
const fromSource = { conditions: ['@evenkeel/source', 'node'] }

/** React as it is installed below a folder, for everyone who imports it. */
const reactOf = (folder: string) => ({
  react: pathTo(`${folder}/node_modules/react`),
  'react-dom': pathTo(`${folder}/node_modules/react-dom`),
})
const NEWEST_REACT = reactOf('.')
/** The oldest that the bindings support; their tests run on it too. */
const OLDEST_REACT = {
  ...reactOf('test'),
  // Its CommonJS form would require the newest.
  '@testing-library/react': pathTo('node_modules/@testing-library/react/dist/@testing-library/react.esm.js'),
}

function pathTo(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

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
    globalSetup: pathTo('test/global-setup.ts'),
    // Nothing of ours keeps state in a module, so files may share a worker: twice as fast.
    pool: 'threads',
    isolate: false,
    // One for every core; by itself it leaves one core to watching.
    maxWorkers: '100%',
    // No test is about time; these end one that hangs.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
    exclude: ['**/node_modules/**', '**/dist/**'],
    projects: [
      {
        extends: true,
        resolve: { alias: NEWEST_REACT },
        test: {
          name: 'evenkeel',
          // Here, because what a project extends is read in another mode.
          provide: { slow: mode === 'slow' },
          include:
            mode === 'slow'
              ? ['*/src/**/*.oracle.test.ts']
              : ['*/src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        resolve: { alias: OLDEST_REACT },
        test: {
          name: 'react 18',
          include: mode === 'slow' ? [] : ['sdk/src/react/*.test.{ts,tsx}'],
          server: { deps: { inline: [/@testing-library\/react/] } },
        },
      },
    ],
    reporters: ['default', 'json'],
    outputFile: { json: 'coverage/test-report.json' },
    coverage: {
      enabled: process.env['CI'] === 'true',
      provider: 'v8',
      include: ['*/src/**/*.{ts,tsx}'],
      // Entries run in processes and threads of their own, where coverage does not look.
      exclude: ['**/*.test.{ts,tsx}', '**/{main,worker}.ts', '**/*-{main,worker}.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: { lines: 95, functions: 95, branches: 90, statements: 95 },
    },
  },
}))
