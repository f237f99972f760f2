import { makeDatabaseTemplate } from '../server/src/database/embedded/database-template.ts'

/** Once a run: embedded databases are unpacked in the tests, which is quicker than making each. */
export const setup = makeDatabaseTemplate
