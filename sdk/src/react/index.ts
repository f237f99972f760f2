export type { EvenkeelProviderProps } from './evenkeel-provider.tsx'
export { EvenkeelProvider } from './evenkeel-provider.tsx'
export { useFlag, useFlagDetails, useSuspenseFlag } from './use-flag.ts'
