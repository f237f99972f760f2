import type { Dirent } from 'node:fs'
import { existsSync } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileTree, TreeEntry } from '@evenkeel/core/admission'
import { MAX_FILE_BYTES } from '@evenkeel/core/admission'

/** The files below a folder as they are on disk now. Dot-folders and node_modules are left out. */
export function workingTree(root: string): FileTree {
  return {
    list: () => listFolder(root, ''),
    size: async (entry) => (await lstat(join(root, entry.path))).size,
    read: (entry) => readFile(join(root, entry.path)),
  }
}

/** Differs when a file was added, removed or written since. Folders that vanish meanwhile are no fault. */
export async function fingerprint(root: string): Promise<string> {
  const entries = await listFolder(root, '').catch(() => [])
  const states = await Promise.all(
    entries.map(async ({ path }) => {
      const state = await lstat(join(root, path)).catch(() => undefined)
      return `${path}\0${state?.mtimeMs ?? ''}\0${state?.size ?? ''}`
    }),
  )
  return states.join('\n')
}

async function listFolder(root: string, folder: string): Promise<TreeEntry[]> {
  const children = await readdir(join(root, folder), { withFileTypes: true })
  const found = await Promise.all(
    children.map((child) => listChild(root, folder === '' ? child.name : `${folder}/${child.name}`, child)),
  )
  return found.flat()
}

async function listChild(root: string, path: string, child: Dirent): Promise<TreeEntry[]> {
  if (child.isSymbolicLink()) return [{ path, type: 'symlink' }]
  if (child.isFile()) return [{ path, type: 'file' }]
  if (!child.isDirectory() || child.name.startsWith('.') || child.name === 'node_modules') return []
  if (existsSync(join(root, path, '.git'))) return [{ path, type: 'submodule' }]
  return listFolder(root, path)
}

/** One byte more than is allowed tells core that a file is too large, without reading all of it. */
async function readFile(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(Math.min((await file.stat()).size, MAX_FILE_BYTES) + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length)
      if (bytesRead === 0) return buffer.subarray(0, length)
      length += bytesRead
    }
  } finally {
    await file.close()
  }
}
