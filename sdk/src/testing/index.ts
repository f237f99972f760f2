export type { InMemorySource } from './in-memory-source.ts'
export { inMemorySource } from './in-memory-source.ts'
