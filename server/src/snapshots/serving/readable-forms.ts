import { writeSnapshot } from '@evenkeel/core/snapshot'
import type { Preparer, ReadablePart } from '../../preparation/preparer.ts'
import type { ServedSnapshot } from '../served-snapshot.ts'

/** Injection token of the process's ReadableForms. */
export const READABLE_FORMS = Symbol('ReadableForms')

/** The forms for people of what is served: made off the serving thread when first asked for, then kept as long as it. */
export class ReadableForms {
  readonly #writer: Pick<Preparer, 'writeReadable'>
  readonly #forms = new WeakMap<ServedSnapshot, Map<ReadablePart, Promise<Uint8Array>>>()

  constructor(writer: Pick<Preparer, 'writeReadable'>) {
    this.#writer = writer
  }

  /** JSON as UTF-8. Throws PreparationError. */
  write(served: ServedSnapshot, part: ReadablePart): Promise<Uint8Array> {
    const forms = this.#forms.get(served) ?? new Map<ReadablePart, Promise<Uint8Array>>()
    this.#forms.set(served, forms)
    const held = forms.get(part)
    if (held) return held
    const text = Buffer.from(writeSnapshot(served.snapshot))
    const form = this.#writer.writeReadable(text, part)
    forms.set(part, form)
    form.catch(() => forms.delete(part))
    return form
  }
}
