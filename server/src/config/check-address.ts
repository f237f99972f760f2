/** What is wrong with the address of a database; never repeats it, for it holds the password. */
export function checkDatabaseUrl(text: string): string | undefined {
  const url = parseUrl(text)
  if (url && (url.protocol === 'postgres:' || url.protocol === 'postgresql:') && url.hostname !== '')
    return undefined
  return 'is not of the form postgres://user:password@host:5432/database; special characters in the password are percent-encoded'
}

/** What is wrong with a list of origins. */
export function checkOrigins(list: string): string | undefined {
  const wrong = list
    .split(',')
    .map((origin) => origin.trim())
    .find((origin) => origin !== '*' && originOf(origin) !== origin)
  if (wrong === undefined) return undefined
  const hint = originOf(wrong) ?? 'https://shop.example.com'
  return `holds "${wrong}", which is no origin: write ${hint}, with commas between several, or *`
}

/** Also that of a web view in an app, such as capacitor://localhost, which URL calls opaque. */
function originOf(text: string): string | undefined {
  const url = parseUrl(text)
  return url && url.host !== '' ? `${url.protocol}//${url.host}` : undefined
}

const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)
