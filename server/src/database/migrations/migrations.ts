import { FirstTables1700000000000 } from './1700000000000-first-tables.ts'
import { Compilations1764000000000 } from './1764000000000-compilations.ts'

/** In order. One that was released is never changed. */
export const MIGRATIONS = [FirstTables1700000000000, Compilations1764000000000]
