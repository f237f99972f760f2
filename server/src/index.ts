export type { ServerConfig } from './config/server-config.ts'
export type { RunningServer, ServerDoubles } from './server.ts'
export { startServer } from './server.ts'
