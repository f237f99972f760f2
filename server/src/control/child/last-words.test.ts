import { expect, it } from 'vitest'
import { LastWords } from './last-words.ts'

it('keeps the last lines of whatever is written', () => {
  const words = new LastWords()
  for (let line = 1; line <= 2000; line++) words.add(Buffer.from(`line ${line}\n`))
  expect(words.tell().split('\n')).toEqual(Array.from({ length: 10 }, (_, index) => `line ${1991 + index}`))
})

it('says nothing where nothing was said', () => {
  expect(new LastWords().tell()).toBe('')
})

it('hides a secret', () => {
  const words = new LastWords()
  words.add(Buffer.from('Authorization: s3cret'))
  expect(words.tell('s3cret')).toBe('Authorization: [hidden]')
})

it('knows an exhausted heap, though its stack follows', () => {
  const words = new LastWords()
  words.add(
    Buffer.from(`FATAL ERROR: JavaScript heap out of memory\n${' 1: 0xb8f9d0 node::Abort()\n'.repeat(50)}`),
  )
  expect(words.areOfExhaustedHeap).toBe(true)
})
