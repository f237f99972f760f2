import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCommit } from './parse-commit.ts'

const TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
const ADA = 'Ada Example <ada@example.com> 1700000000 +0100'

const parse = (headers: readonly (string | Buffer)[], message = 'Subject\n') =>
  parseCommit(
    'a'.repeat(40),
    Buffer.concat(
      [`tree ${TREE}\n`, ...headers.flatMap((header) => [header, '\n']), '\n', message].map((part) =>
        Buffer.from(part),
      ),
    ),
  )

describe('a commit', () => {
  it('has a tree, parents, an author, a date and a subject', () => {
    const parents = ['b'.repeat(40), 'c'.repeat(40)]
    const headers = [...parents.map((parent) => `parent ${parent}`), `author ${ADA}`, `committer ${ADA}`]
    expect(parse(headers, 'Ramp to 25 %\n\nAgreed.\n')).toEqual({
      id: 'a'.repeat(40),
      tree: TREE,
      parents,
      author: 'Ada Example <ada@example.com>',
      committedAt: 1_700_000_000_000,
      subject: 'Ramp to 25 %',
    })
  })

  it('takes no parent from a signature or a merged tag', () => {
    const signature = `gpgsig -----BEGIN\n parent ${'d'.repeat(40)}\n -----END`
    expect(parse([`author ${ADA}`, `committer ${ADA}`, signature]).parents).toEqual([])
  })

  it.each([
    ['no space before the date', 'author Ada<ada@example.com>1700000000', 'Ada<ada@example.com>1700000000'],
    ['no date', 'author Ada <ada@example.com>', 'Ada <ada@example.com>'],
    ['no zone', 'author Ada <a@b> 1700000000', 'Ada <a@b>'],
    ['a NUL', 'author A\0da <a@b> 1700000000 +0000', 'Ada <a@b>'],
    ['nothing', 'author ', ''],
  ])('may have an author with %s', (_, header, author) => {
    expect(parse([header, `committer ${ADA}`]).author).toBe(author)
  })

  it('may have no author at all', () => {
    expect(parse([])).toMatchObject({ author: '', committedAt: 0 })
  })

  it.each([
    ['99999999999999999999 +0000', '9999-12-31T23:59:59.999Z'],
    ['-99999999999999 +0000', '0001-01-01T00:00:00.000Z'],
    ['-1000 +0000', '1969-12-31T23:43:20.000Z'],
  ])('that says %s was made at %s', (date, instant) => {
    const { committedAt } = parse([`author ${ADA}`, `committer Ada <a@b> ${date}`])
    expect(new Date(committedAt).toISOString()).toBe(instant)
  })

  it('is read in the encoding that it names, or leniently', () => {
    const latin1 = [Buffer.from('author J\xfcrgen <j@b> 1 +0000', 'latin1'), `committer ${ADA}`]
    expect(parse([...latin1, 'encoding ISO-8859-1']).author).toBe('Jürgen <j@b>')
    expect(parse([...latin1, 'encoding klingon']).author).toBe('J\ufffdrgen <j@b>')
    expect(parse(latin1).author).toBe('J\ufffdrgen <j@b>')
  })

  it('has a subject of one line without NULs, cut between characters', () => {
    expect(parse([], '\n\nFirst\0 line\r\nSecond').subject).toBe('First line')
    expect(parse([], '\u{1f600}'.repeat(300)).subject).toBe('\u{1f600}'.repeat(200))
    expect(parse([], '').subject).toBe('')
  })

  it('may hold anything but a wrong tree', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, message) => {
      const commit = parse([Buffer.from(bytes)], message)
      expect(Number.isFinite(commit.committedAt)).toBe(true)
      expect(commit.subject + commit.author).not.toContain('\0')
      expect(commit.subject.length).toBeLessThanOrEqual(400)
    })
    fc.assert(property)
    expect(() => parseCommit('a'.repeat(40), Buffer.from(`author ${ADA}\n\nSubject`))).toThrow('no tree')
  })
})
