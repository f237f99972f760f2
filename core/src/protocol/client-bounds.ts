/** A larger message ends the stream that it came on. */
export const MAX_CLIENT_MESSAGE_BYTES = 4096

/** A larger header of a poll is not read. The largest Hello fits into it. */
export const MAX_CLIENT_HEADER_BYTES = 2048

export const MAX_LABELS = 8
export const MAX_FORMATS = 8

/** In UTF-16 code units; what is longer is cut off. */
export const MAX_REJECTION_CHARACTERS = 100

/** Printable ASCII that JSON need not escape; ids without spaces. */
export const INSTANCE_PATTERN = /^[!#-[\]-~]{1,64}$/
export const LABEL_NAME_PATTERN = /^[A-Za-z][A-Za-z0-9._/-]{0,31}$/
export const LABEL_VALUE_PATTERN = /^[ !#-[\]-~]{0,64}$/
export const SDK_PATTERN = /^[!#-[\]-~]{1,48}$/
export const REJECTION_CODE_PATTERN = /^[a-z][a-z0-9-]{0,31}$/
