import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export interface WebhookDelivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** As it came, byte for byte. */
  readonly body: Uint8Array
}

/** How far a signed time may be from ours. */
const TOLERANCE_SECONDS = 300

/**
 * Whether a delivery was made by someone who knows the secret, in any of the ways that Git hosts prove it:
 * - GitHub, Bitbucket: `X-Hub-Signature-256` (or `X-Hub-Signature`) is `sha256=` and the HMAC-SHA-256 of the body in hex
 * - Gitea, Forgejo: `X-Gitea-Signature`, `X-Forgejo-Signature` is that HMAC alone
 * - GitLab with a signing token: Standard Webhooks, `webhook-signature` over id, time and body
 *   (https://www.standardwebhooks.com)
 * - GitLab with a secret token: `X-Gitlab-Token` is the secret itself
 */
export function isAuthenticWebhook(delivery: WebhookDelivery, secret: string, nowMs: number): boolean {
  const { headers, body } = delivery
  const header = (name: string): string => {
    const value = headers[name]
    return typeof value === 'string' ? value : ''
  }
  const hex = createHmac('sha256', secret).update(body).digest('hex')
  return [
    isSame(header('x-hub-signature-256'), `sha256=${hex}`),
    isSame(header('x-hub-signature'), `sha256=${hex}`),
    isSame(header('x-gitea-signature'), hex),
    isSame(header('x-forgejo-signature'), hex),
    isSame(header('x-gitlab-token'), secret),
    isStandardWebhook(header, body, { secret, nowMs }),
  ].includes(true)
}

function isStandardWebhook(
  header: (name: string) => string,
  body: Uint8Array,
  { secret, nowMs }: { readonly secret: string; readonly nowMs: number },
): boolean {
  const timestamp = header('webhook-timestamp')
  const ageSeconds = Math.abs(nowMs / 1000 - Number(timestamp))
  if (!/^\d{1,12}$/.test(timestamp) || ageSeconds > TOLERANCE_SECONDS) return false
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret
  const signed = createHmac('sha256', key)
    .update(`${header('webhook-id')}.${timestamp}.`)
    .update(body)
  const expected = `v1,${signed.digest('base64')}`
  return header('webhook-signature')
    .split(' ')
    .map((candidate) => isSame(candidate, expected))
    .includes(true)
}

/** In a time that depends on neither text. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
