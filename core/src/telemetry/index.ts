export { METRIC } from './metric-names.ts'
