/**
 * A config whose schema takes longer than anyone waits: its pattern tries every way to divide the text into parts, of
 * which there are 2 to the power of its length.
 */
export const SLOW_CONFIG = `apiVersion: evenkeel/v1
kind: Config
metadata:
  name: slow
spec:
  schema:
    type: object
    properties:
      host: { type: string, pattern: '^([a-z0-9-]+)*\\.example\\.com$' }
  value:
    host: ${'a'.repeat(60)}!
`
