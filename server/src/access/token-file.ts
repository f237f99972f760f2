import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Clock } from '@evenkeel/core/clock'
import { ConfigError } from '../errors.ts'
import type { Logger } from '../telemetry/logger.ts'
import { parseTokenEntries } from './parse-token-entries.ts'
import type { TokenEntry, TokenRegistry } from './token-registry.ts'

const RELOAD_MS = 5_000

export interface TokenFileOptions {
  readonly path: string
  /** Entries that are good whatever the file says. */
  readonly always: readonly TokenEntry[]
  readonly registry: TokenRegistry
  readonly clock: Clock
  readonly logger: Logger
}

/** Keeps a registry as the tokens file says, which is read again every five seconds. */
export class TokenFile {
  private readonly options: TokenFileOptions
  private readSha256 = ''
  private complaint = ''
  private cancel: (() => void) | undefined

  constructor(options: TokenFileOptions) {
    this.options = options
  }

  /** Reads the file. Throws ConfigError when it cannot be read or understood. */
  async start(): Promise<void> {
    await this.load()
    this.scheduleReload()
  }

  close(): void {
    this.cancel?.()
    this.cancel = undefined
  }

  private scheduleReload(): void {
    this.cancel = this.options.clock.schedule(RELOAD_MS, () => void this.reload())
  }

  /** A file that became wrong changes nothing: the tokens that were good stay good. */
  private async reload(): Promise<void> {
    try {
      if (await this.load()) this.options.logger.info('The tokens file was read again')
      this.complaint = ''
    } catch (error) {
      const complaint = error instanceof ConfigError ? error.problems.join('; ') : String(error)
      if (complaint !== this.complaint) {
        this.options.logger.error('The changed tokens file is not used; the tokens read before stay good', {
          problems: complaint,
        })
      }
      this.complaint = complaint
    } finally {
      if (this.cancel) this.scheduleReload()
    }
  }

  private async load(): Promise<boolean> {
    const { path, always, registry } = this.options
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw new ConfigError([
        `The tokens file ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
      ])
    })
    const sha256 = createHash('sha256').update(text).digest('hex')
    if (sha256 === this.readSha256) return false
    registry.replace([...always, ...parseTokenEntries(text, path)])
    this.readSha256 = sha256
    return true
  }
}
