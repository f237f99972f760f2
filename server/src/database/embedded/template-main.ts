import { makeDatabaseTemplate } from './database-template.ts'

/** Part of the build. */
await makeDatabaseTemplate()
