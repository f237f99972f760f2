import { describe, expect, it } from 'vitest'
import { parseAttributePath } from './attribute-path.ts'

describe('parseAttributePath', () => {
  it.each([
    ['targetingKey', ['targetingKey']],
    ['address.country', ['address', 'country']],
    ['`device-type`', ['device-type']],
    ['device-type', ['device-type']],
    ['client.`app.version`.major', ['client', 'app.version', 'major']],
  ])('reads %s', (text, path) => {
    expect(parseAttributePath(text)).toEqual(path)
  })

  it.each(['', '.', 'a.', '.a', 'a..b', 'a b', '``', '`a', 'a`b`', '`a`b'])('does not read %j', (text) => {
    expect(parseAttributePath(text)).toBeUndefined()
  })
})
