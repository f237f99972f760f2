import type { FileTree } from '@evenkeel/core/admission'
import { MAX_FILE_BYTES } from '@evenkeel/core/admission'
import type { ParsedFile, SourceFile } from '@evenkeel/core/manifest'
import { parseManifestFile } from '@evenkeel/core/manifest'
import { RepositoryError } from '../errors.ts'
import type { ObjectId, Repository, RepositoryEntry } from '../git/repository.ts'

/** Beyond this, blobs are read from Git again at the next commit. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024

/** What is kept of one commit's files for the commit after it, which shares most of them. */
export interface KnownFiles {
  readonly blobs: ReadonlyMap<ObjectId, Uint8Array>
  /** By blob and path: the same blob at another path has issues in another file. */
  readonly parsed: ReadonlyMap<string, ParsedFile>
}

export const NO_KNOWN_FILES: KnownFiles = { blobs: new Map(), parsed: new Map() }

/** A commit as admission sees it. A blob that was in the commit before is neither read nor parsed again. */
export class CommitTree implements FileTree<RepositoryEntry> {
  private readonly repository: Repository
  private readonly commit: ObjectId
  private readonly before: KnownFiles
  private readonly blobs = new Map<ObjectId, Uint8Array>()
  private readonly parsed = new Map<string, ParsedFile>()
  private keptBytes = 0

  constructor(repository: Repository, commit: ObjectId, before: KnownFiles) {
    this.repository = repository
    this.commit = commit
    this.before = before
  }

  /** The files that were read, for the next commit. */
  get known(): KnownFiles {
    return { blobs: this.blobs, parsed: this.parsed }
  }

  list(): Promise<readonly RepositoryEntry[]> {
    return this.repository.listFiles(this.commit)
  }

  async read({ oid }: RepositoryEntry): Promise<Uint8Array> {
    const bytes = this.blobs.get(oid) ?? this.before.blobs.get(oid) ?? (await this.readBlob(oid))
    if (!this.blobs.has(oid) && this.keptBytes + bytes.length <= MAX_KEPT_BYTES) {
      this.blobs.set(oid, bytes)
      this.keptBytes += bytes.length
    }
    return bytes
  }

  parse({ oid, path }: RepositoryEntry, file: SourceFile): ParsedFile {
    const key = `${oid} ${path}`
    const parsed = this.parsed.get(key) ?? this.before.parsed.get(key) ?? parseManifestFile(file)
    this.parsed.set(key, parsed)
    return parsed
  }

  /** A file beyond the limit is the author's mistake, which admission words: it sees that much and one byte more. */
  private async readBlob(oid: ObjectId): Promise<Uint8Array> {
    try {
      return await this.repository.readBlob(oid, MAX_FILE_BYTES)
    } catch (error) {
      if (error instanceof RepositoryError && error.code === 'too-large') {
        return new Uint8Array(MAX_FILE_BYTES + 1)
      }
      throw error
    }
  }
}
