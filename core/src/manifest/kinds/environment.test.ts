import { METADATA, aDocument, documentIssues, parsedDocument } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('an Environment', () => {
  it('has a capacity, is not protected and gets the oldest format where it does not say', () => {
    expect(parsedDocument('apiVersion: evenkeel/v1\nkind: Environment\nmetadata: { name: a }\n')).toEqual({
      kind: 'Environment',
      metadata: METADATA,
      capacity: { frameKiB: 64 },
      protected: false,
      snapshotFormat: 1,
    })
  })

  it('says what it is', () => {
    const spec =
      'description: d\ncapacity: { flags: 10, frameKiB: 128 }\nprotected: true\npromotesFrom: b\nsnapshotFormat: 1'

    expect(parsedDocument(aDocument('Environment', 'a', spec))).toEqual({
      kind: 'Environment',
      metadata: METADATA,
      description: 'd',
      capacity: { flags: 10, frameKiB: 128 },
      protected: true,
      promotesFrom: 'b',
      snapshotFormat: 1,
    })
  })

  it('is compiled for a format that can be written', () => {
    expect(documentIssues(aDocument('Environment', 'a', 'snapshotFormat: 2'))).toEqual([
      '6:19 unknown-value, `spec.snapshotFormat` is `2`, which is not one of `1`',
    ])
  })

  it('has only the sizes there are, and no fields of later versions', () => {
    expect(
      documentIssues(aDocument('Environment', 'a', 'capacity: { frameKiB: 65 }\nrelease: {}\nfreeze: {}')),
    ).toEqual([
      '6:25 unknown-value, `spec.capacity.frameKiB` is `65`, which is not one of `32`, `64`, `128`, `256` or `512`',
      expect.stringContaining('7:3 unknown-field, `spec` has no field `release`'),
      expect.stringContaining('8:3 unknown-field, `spec` has no field `freeze`'),
    ])
  })
})
