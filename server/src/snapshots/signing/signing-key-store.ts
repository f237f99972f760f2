import type { Transaction } from '../../database/unit-of-work.ts'

/** Injection token of the SigningKeyStore. */
export const SIGNING_KEY_STORE = Symbol('SigningKeyStore')

/** A key that servers of this database may sign with. */
export interface RegisteredKey {
  /** The key id of frames, in hex. */
  readonly id: string
  /** The raw 32 bytes in base64. */
  readonly publicKey: string
  readonly registeredAt: Date
  /** Since then, no server may sign with it. */
  readonly retiredAt?: Date
}

export interface SigningKeyStore {
  /** In the order of registration. */
  list(): Promise<readonly RegisteredKey[]>
  /** Registers a key, or takes it up again where it was retired. */
  register(key: Pick<RegisteredKey, 'id' | 'publicKey'>, at: Date): Promise<void>
  /** Registers a key where there is none at all; gives whether it did. */
  registerFirst(key: Pick<RegisteredKey, 'id' | 'publicKey'>, at: Date): Promise<boolean>
  /** Gives whether there is such a key that was not retired before. */
  retire(id: string, at: Date): Promise<boolean>
  within(tx: Transaction): SigningKeyStore
}
