import type { FileTree } from '@evenkeel/core/admission'
import { MAX_FILE_BYTES } from '@evenkeel/core/admission'
import type { ParsedFile, SourceFile } from '@evenkeel/core/manifest'
import { parseManifestFile, withPath } from '@evenkeel/core/manifest'
import { RepositoryError } from '../errors.ts'
import type { ObjectId, Repository, RepositoryEntry } from '../git/repository.ts'

/** Beyond this weight, files are read and parsed again at the next commit. */
const MAX_KEPT_WEIGHT = 64 * 1024 * 1024
/** Roughly what an issue takes, in bytes. */
const ISSUE_WEIGHT = 512

interface KnownFile {
  readonly parsed: ParsedFile
  /** Of the blob. */
  readonly bytes: number
}

/** What is kept of one commit's files for the commit after it, which shares most of them. By blob. */
export type KnownFiles = ReadonlyMap<ObjectId, KnownFile>

export const NO_KNOWN_FILES: KnownFiles = new Map()

/**
 * A commit as admission sees it. A blob that is at several paths, or was in the commit before, is parsed once; what it
 * held is kept, not its bytes.
 */
export class CommitTree implements FileTree<RepositoryEntry> {
  private readonly repository: Repository
  private readonly commit: ObjectId
  private readonly before: KnownFiles
  private readonly files = new Map<ObjectId, KnownFile>()
  private keptWeight = 0

  constructor(repository: Repository, commit: ObjectId, before: KnownFiles) {
    this.repository = repository
    this.commit = commit
    this.before = before
  }

  /** The files that were parsed or found, for the next commit. */
  get known(): KnownFiles {
    return this.files
  }

  list(): Promise<readonly RepositoryEntry[]> {
    return this.repository.listFiles(this.commit)
  }

  async size({ oid }: RepositoryEntry): Promise<number> {
    return this.find(oid)?.bytes ?? this.repository.readBlobSize(oid)
  }

  /** A file beyond the limit is the author's mistake, which admission words: it sees that much and one byte more. */
  async read({ oid }: RepositoryEntry): Promise<Uint8Array> {
    try {
      return await this.repository.readBlob(oid, MAX_FILE_BYTES)
    } catch (error) {
      if (error instanceof RepositoryError && error.code === 'too-large') {
        return new Uint8Array(MAX_FILE_BYTES + 1)
      }
      throw error
    }
  }

  findParsed({ oid, path }: RepositoryEntry): ParsedFile | undefined {
    const file = this.find(oid)
    if (file === undefined) return undefined
    this.keep(oid, file)
    return withPath(file.parsed, path)
  }

  parse(entry: RepositoryEntry, file: SourceFile): ParsedFile {
    const known = this.findParsed(entry)
    if (known) return known
    const parsed = parseManifestFile(file)
    this.keep(entry.oid, { parsed, bytes: file.bytes.length })
    return parsed
  }

  private find(oid: ObjectId): KnownFile | undefined {
    return this.files.get(oid) ?? this.before.get(oid)
  }

  private keep(oid: ObjectId, file: KnownFile): void {
    if (this.files.has(oid)) return
    const weight = file.bytes + file.parsed.issues.length * ISSUE_WEIGHT
    if (this.keptWeight + weight > MAX_KEPT_WEIGHT) return
    this.files.set(oid, file)
    this.keptWeight += weight
  }
}
