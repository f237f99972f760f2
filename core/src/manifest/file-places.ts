import { MAX_FILE_BYTES } from './source-file.ts'
import { DocumentPlaces } from './yaml/document-places.ts'
import { readYaml } from './yaml/read-yaml.ts'
import { TextLines } from './yaml/text-lines.ts'

/** Those whose text was read again last, oldest first: they take many times the room of their texts. */
const recent = new Map<FilePlaces, readonly DocumentPlaces[]>()
const MAX_RECENT_LENGTH = MAX_FILE_BYTES
let recentLength = 0

/** Reads a file again when a place in it is first asked for: most files are never asked, and many are kept. */
export class FilePlaces {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  of(index: number): DocumentPlaces {
    const document = (recent.get(this) ?? this.#read())[index]
    if (!document) throw new Error('a file was read before and reads differently now')
    return document
  }

  #read(): readonly DocumentPlaces[] {
    const lines = new TextLines(this.#text)
    const places = readYaml(this.#text).documents.map(
      ({ root }) => new DocumentPlaces(root, this.#text, lines),
    )
    recent.set(this, places)
    recentLength += this.#text.length
    for (const oldest of recent.keys()) {
      if (recentLength <= MAX_RECENT_LENGTH || oldest === this) break
      recent.delete(oldest)
      recentLength -= oldest.#text.length
    }
    return places
  }
}
