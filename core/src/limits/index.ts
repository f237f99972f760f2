export { saysHeapExhausted } from './heap-exhausted.ts'
export type { MachineMemory } from './memory-limit.ts'
export { boundMemory, formatMebibytes, heapMebibytes } from './memory-limit.ts'
export { parseProcessList, parseProcessStatus } from './resident-memory.ts'
