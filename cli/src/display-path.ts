import { join, relative, sep } from 'node:path'

/** How a file of the configuration at `root` is called from the folder `from`; with `/` on every system. */
export function displayPath(from: string, root: string, file: string): string {
  return relative(from, join(root, file)).split(sep).join('/')
}
