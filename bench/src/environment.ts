import { cpus, totalmem } from 'node:os'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a result was measured on, for the reader. */
export interface BenchEnvironment {
  readonly measuredAt: string
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  readonly node: string
  readonly v8: string
}

export function currentEnvironment(now: Date): BenchEnvironment {
  const processors = cpus()
  return {
    measuredAt: now.toISOString(),
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    v8: process.versions.v8,
  }
}

/** The version of a package as it is installed in the workspace. */
export function installedVersion(packageName: string): string {
  const manifest = new URL(`../../node_modules/${packageName}/package.json`, import.meta.url)
  const { version } = JSON.parse(readFileSync(fileURLToPath(manifest), 'utf8')) as {
    readonly version: string
  }
  return version
}
