import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const FOLDERS = ['../examples/', '../../sdk/src/testing/']
const GUIDES = ['services', 'browsers']

/** Without what all of its lines are indented by. */
function dedent(lines: readonly string[]): string {
  const indent = Math.min(...lines.filter((line) => line !== '').map((line) => line.search(/\S/)))
  return lines.map((line) => line.slice(indent)).join('\n')
}

const tests = await Promise.all(
  FOLDERS.map(async (folder) => {
    const directory = new URL(folder, import.meta.url)
    const names = (await readdir(fileURLToPath(directory))).filter((name) => /\.test\.tsx?$/.test(name))
    return Promise.all(names.map((name) => readFile(new URL(name, directory), 'utf8')))
  }),
)
const examples = tests.flat().map((text) => text.split('\n'))
const IMPORT = /^import (?:type )?\{([^}]*)\} from ('[^']+')$/gm

/** What a text imports, name by name. */
function importsOf(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].flatMap(([, names = '', from]) =>
    names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== '')
      .map((name) => `${name} from ${from}`),
  )
}

const importedByExamples = new Set(tests.flat().flatMap(importsOf))

/** Whether these lines are in an example as they are, but for the depth that they are written at. */
function isRun(paragraph: string): boolean {
  const wanted = paragraph.split('\n')
  const text = dedent(wanted)
  return examples.some((lines) =>
    lines.some((_, start) => dedent(lines.slice(start, start + wanted.length)) === text),
  )
}

const blocks = await Promise.all(
  GUIDES.map(async (name) => {
    const guide = await readFile(new URL(`../../docs/guide-${name}.md`, import.meta.url), 'utf8')
    return [...guide.matchAll(/^```tsx?\n(.*?)\n```$/gms)].map(([, block = '']) => [name, block] as const)
  }),
)

describe('the code of the guides', () => {
  it('is there', () => {
    expect(blocks.map((ofGuide) => ofGuide.length > 4)).toEqual([true, true])
  })

  it.each(blocks.flat())('for %s is run by a test: %s', (_, block) => {
    const paragraphs = block
      .replace(IMPORT, '')
      .split(/\n{2,}/)
      .map((paragraph) => paragraph.replace(/^\n+|\n+$/g, ''))

    expect(importsOf(block).filter((name) => !importedByExamples.has(name))).toEqual([])
    expect(paragraphs.filter((paragraph) => paragraph !== '' && !isRun(paragraph))).toEqual([])
  })
})
