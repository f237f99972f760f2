import { afterAll, describe } from 'vitest'
import { fakeDatabase, realDatabases } from './databases.ts'
import { postgresSnapshotStoreContract } from './postgres-snapshot-store-contract.ts'
import { referenceStoreContract } from './reference-store-contract.ts'
import { signingKeyStoreContract } from './signing-key-store-contract.ts'
import { headsContract } from './snapshot-store/heads-contract.ts'
import { partsContract } from './snapshot-store/parts-contract.ts'
import { pruningContract } from './snapshot-store/pruning-contract.ts'
import { syncAttemptStoreContract } from './sync-attempt-store-contract.ts'
import { unitOfWorkContract } from './unit-of-work-contract.ts'

const real = realDatabases()

afterAll(async () => {
  for (const { close } of real) await close()
})

describe.each([fakeDatabase(), ...real])('on $name', ({ empty }) => {
  describe('UnitOfWork', () => unitOfWorkContract(empty))
  describe('ReferenceStore', () => referenceStoreContract(empty))
  describe('SigningKeyStore', () => signingKeyStoreContract(empty))
  describe('SyncAttemptStore', () => syncAttemptStoreContract(empty))
  describe('SnapshotStore', () => {
    describe('heads', () => headsContract(empty))
    describe('what a revision is made from', () => partsContract(empty))
    describe('what was published long ago', () => pruningContract(empty))
  })
})

describe.each(real)('PostgresSnapshotStore on $name', postgresSnapshotStoreContract)
