import { describe, expect, it } from 'vitest'
import {
  boundMemory,
  formatMebibytes,
  heapMebibytes,
  parseProcessList,
  parseProcessStatus,
  saysHeapExhausted,
} from './index.ts'

const GIBIBYTE = 1024 ** 3

describe('boundMemory', () => {
  it('gives what is asked for where there is enough', () => {
    expect(boundMemory(GIBIBYTE, { totalBytes: 16 * GIBIBYTE })).toBe(GIBIBYTE)
  })

  it('gives at most half of the container', () => {
    const machine = { totalBytes: 16 * GIBIBYTE, constrainedBytes: 1.5 * GIBIBYTE }
    expect(boundMemory(GIBIBYTE, machine)).toBe(0.75 * GIBIBYTE)
  })

  it('gives at most half of the machine', () => {
    expect(boundMemory(8 * GIBIBYTE, { totalBytes: 4 * GIBIBYTE })).toBe(2 * GIBIBYTE)
  })

  // Node gives 0 or 2^64 - 1 where the kernel says that there is no bound.
  it.each([undefined, 0, 2 ** 64])('takes %s for no container', (constrainedBytes) => {
    const machine = { totalBytes: 4 * GIBIBYTE, ...(constrainedBytes !== undefined && { constrainedBytes }) }
    expect(boundMemory(8 * GIBIBYTE, machine)).toBe(2 * GIBIBYTE)
  })

  it('gives whole mebibytes, and one at least', () => {
    expect(formatMebibytes(boundMemory(1, { totalBytes: GIBIBYTE }))).toBe('1 MiB')
    expect(boundMemory(10.5 * 1024 * 1024, { totalBytes: GIBIBYTE })).toBe(10 * 1024 * 1024)
  })
})

describe('heapMebibytes', () => {
  it('leaves a quarter to what is not on the heap', () => {
    expect(heapMebibytes(GIBIBYTE)).toBe(768)
  })
})

describe('the memory of a process', () => {
  it('is read from /proc/PID/status', () => {
    const status = 'Name:\tnode\nVmHWM:\t  91516 kB\nVmRSS:\t   46080 kB\nRssAnon:\t   8192 kB\n'
    expect(parseProcessStatus(status)).toBe(46080 * 1024)
  })

  it('is unknown of a process that has ended', () => {
    expect(parseProcessStatus('Name:\tnode\nState:\tZ (zombie)\n')).toBeUndefined()
    expect(parseProcessList('')).toBeUndefined()
  })

  it('is read from what ps prints', () => {
    expect(parseProcessList(' 46080\n')).toBe(46080 * 1024)
  })
})

describe('saysHeapExhausted', () => {
  it.each([
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    '# Fatal process out of memory: Zone',
    'RangeError: Array buffer allocation failed',
  ])('knows %j', (words) => expect(saysHeapExhausted(`<--- Last few GCs --->\n${words}\n`)).toBe(true))

  it('does not take another end for it', () => {
    expect(saysHeapExhausted("TypeError: Cannot read properties of undefined (reading 'memory')")).toBe(false)
  })
})
