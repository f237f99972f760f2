export type { Admission, AdmissionPlatform, FileTree, TreeEntry } from './admit.ts'
export { MAX_FILES, MAX_FILE_BYTES, ROOT_DOCUMENT, admitTree } from './admit.ts'
export type { FlagTestResult } from './flag-test-result.ts'
