import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where the results are for people to read. */
export const BENCHMARKS_PAGE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url))

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench:evaluation\`, \`npm run bench:load\` and \`npm run bench:sync\`; each writes its own section. Never edit this page.
`
/** In the order of the page. */
const SECTIONS = ['Evaluation', 'Load', 'Sync'] as const
type Section = (typeof SECTIONS)[number]

/** Puts a section in the place of the one that was there; the others stay. */
export function writeBenchmarks(page: string, section: Section, body: string): void {
  const held = existsSync(page) ? readSections(readFileSync(page, 'utf8')) : new Map<string, string>()
  held.set(section, body)
  const parts = SECTIONS.flatMap((name) => {
    const text = held.get(name)
    return text === undefined ? [] : [`## ${name}\n\n${text.trim()}\n`]
  })
  writeFileSync(page, [INTRODUCTION, ...parts].join('\n'))
}

function readSections(text: string): Map<string, string> {
  const [, ...sections] = text.split(/^## /m)
  return new Map(
    sections.map((section) => {
      const end = section.indexOf('\n')
      return [section.slice(0, end), section.slice(end + 1)]
    }),
  )
}

/** For machines; where, is said by --json. */
export function writeJson(path: string | undefined, result: object): void {
  if (path !== undefined) writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`)
}
