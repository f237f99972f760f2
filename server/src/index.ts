export type { ServerConfig } from './config/server-config.ts'
