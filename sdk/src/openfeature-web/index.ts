export type { CacheMode, EvenkeelWebProviderOptions } from './web-provider-options.ts'
export { EvenkeelWebProvider } from './web-provider.ts'
