/** What is stored is not what Git writes. Whoever knows which repository it is makes it a RepositoryError. */
export class DamagedObject extends Error {
  override readonly name = 'DamagedObject'
  readonly code = 'damaged-object'
}
