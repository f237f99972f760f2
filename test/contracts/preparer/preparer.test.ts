import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe } from 'vitest'
import { anInlinePreparer } from '../../../server/src/preparation/a-revision.ts'
import type { Preparer } from '../../../server/src/preparation/preparer.ts'
import { WorkerPreparer } from '../../../server/src/preparation/worker-preparer.ts'
import { builtServer } from '../../support/built-server.ts'
import { comparingContract } from './comparing-contract.ts'
import { preparingContract } from './preparing-contract.ts'
import { readingContract } from './reading-contract.ts'

const PREPARERS = [
  { name: 'InlinePreparer', open: () => Promise.resolve<Preparer>(anInlinePreparer()) },
  {
    name: 'WorkerPreparer',
    open: async (): Promise<Preparer> => {
      const { dist } = await builtServer()
      return new WorkerPreparer({ entry: pathToFileURL(join(dist, 'preparation/preparation-worker.js')) })
    },
  },
]

describe.each(PREPARERS)('$name', ({ open }) => {
  let preparer: Preparer

  beforeAll(async () => {
    preparer = await open()
  })

  afterAll(() => preparer.close())

  describe('preparing', () => preparingContract(() => preparer))
  describe('reading back', () => readingContract(() => preparer))
  describe('comparing', () => comparingContract(() => preparer))
})
