import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Every file of config-repo-template/, by path with `/`. */
export async function readTemplateFiles(): Promise<Record<string, Uint8Array>> {
  const root = findTemplate(dirname(fileURLToPath(import.meta.url)))
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = await Promise.all(
    files.map(async (file) => [relative(root, file).split(sep).join('/'), await readFile(file)] as const),
  )
  return Object.fromEntries(contents)
}

function findTemplate(from: string): string {
  const candidate = join(from, 'config-repo-template')
  if (existsSync(candidate)) return candidate
  const above = dirname(from)
  if (above === from) throw new Error('config-repo-template is not above this file')
  return findTemplate(above)
}
