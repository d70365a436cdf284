/** A kind of secret that is known by how it looks, whatever stands before it. */
interface Shape {
  readonly name: string
  readonly pattern: RegExp
}

/** In the order in which they are looked for. Each pattern begins with letters that are rare in other text, so that looking is fast. */
export const shapes: readonly Shape[] = [
  {
    name: 'PRIVATE_KEY',
    // Programs that read keys name their first line, too.
    pattern:
      /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?=[\s\\nr"'+,>|-]*[A-Za-z\d+/:=-]{3})[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { name: 'JWT', pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]*/g },
  { name: 'GITHUB_TOKEN', pattern: /\b(?:gh[pousr]_[A-Za-z\d]{30,}|github_pat_\w{22,})/g },
  { name: 'GITLAB_TOKEN', pattern: /\bgl(?:pat|dt|rt|ptt|cbt)-[\w-]{20,}/g },
  { name: 'AWS_ACCESS_KEY_ID', pattern: /\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g },
  { name: 'SLACK_WEBHOOK', pattern: /(?<=\bhooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]{20,}/g },
  { name: 'DISCORD_WEBHOOK', pattern: /(?<=\bdiscord(?:app)?\.com\/api\/webhooks\/\d{5,30}\/)[\w-]{20,}/g },
  { name: 'GRAFANA_TOKEN', pattern: /\bgl(?:sa|c)_[\w=]{20,}/g },
  { name: 'DIGITALOCEAN_TOKEN', pattern: /\bdo[opr]_v1_[a-f\d]{32,}/g },
  { name: 'AGE_SECRET_KEY', pattern: /\bAGE-SECRET-KEY-1[A-Z\d]{20,}/g },
  { name: 'RUNPOD_KEY', pattern: /\brpa_[A-Z\d]{20,}/g },
  { name: 'GROQ_KEY', pattern: /\bgsk_[A-Za-z\d]{30,}/g },
  { name: 'REPLICATE_TOKEN', pattern: /\br8_[A-Za-z\d]{30,}/g },
  { name: 'ATLASSIAN_TOKEN', pattern: /\bATATT3[\w=-]{20,}/g },
  { name: 'API_KEY', pattern: /\b(?:tvly|xai|pplx|nvapi|fw|esecret)[-_](?=[A-Za-z_-]*\d)[\w-]{16,}/g },
  { name: 'VAULT_TOKEN', pattern: /\bhv[sb]\.[\w-]{20,}/g },
  { name: 'SHOPIFY_TOKEN', pattern: /\bshp(?:at|ca|pa|ss)_[a-f\d]{32}/g },
  { name: 'SUPABASE_KEY', pattern: /\bsb[ps]_[a-f\d]{40}/g },
  { name: 'LINEAR_KEY', pattern: /\blin_(?:api|oauth)_[A-Za-z\d]{30,}/g },
  { name: 'SENTRY_TOKEN', pattern: /\bsntry[su]_[\w+/=-]{30,}/g },
  { name: 'TWILIO_KEY', pattern: /\bSK[a-f\d]{32}\b/g },
  { name: 'SLACK_TOKEN', pattern: /\bxox[abeoprs]-[\w-]{10,}/g },
  { name: 'GOOGLE_API_KEY', pattern: /\bAIza[\w-]{35}/g },
  { name: 'GOOGLE_TOKEN', pattern: /\bya29\.[\w-]{20,}/g },
  { name: 'HUGGING_FACE_TOKEN', pattern: /\bhf_[A-Za-z]{30,}/g },
  { name: 'NPM_TOKEN', pattern: /\bnpm_[A-Za-z\d]{36}/g },
  { name: 'PYPI_TOKEN', pattern: /\bpypi-AgE[\w-]{50,}/g },
  { name: 'DATABRICKS_TOKEN', pattern: /\bdapi[a-f\d]{32}/g },
  { name: 'STRIPE_KEY', pattern: /\b[rsp]k_(?:live|test)_[A-Za-z\d]{16,}/g },
  { name: 'SENDGRID_KEY', pattern: /\bSG\.[\w-]{16,}\.[\w-]{16,}/g },
  // A digit is asked for, since `sk-` also begins hyphenated words.
  { name: 'API_KEY', pattern: /\bsk-(?=[A-Za-z_-]*\d)[\w-]{20,}/g },
]

const placeholder =
  /^(?:\[secret:.*|<.*>|\$.*|%.*|\{.*|x{3,}.*|\*+|\.{3,}|(?:your|my|the|some|insert|example|dummy|fake|test|change)[-_ ]?.*(?:key|token|secret|password|me|here)s?|none|null|nil|undefined|true|false|required|optional|placeholder|redacted|hidden|secret|password|token)$/i

/** Whether a value only stands in for a secret: `<token>`, `$API_KEY`, `your-key-here`, `None`. */
export function isPlaceholder(value: string): boolean {
  return value === '' || placeholder.test(value)
}

const RANDOM_LENGTH = 12
const RANDOM_BITS = 3

/** Whether a value looks drawn by chance: letters and digits, 12 characters or more, three bits or more in each. */
export function looksRandom(value: string): boolean {
  return value.length >= RANDOM_LENGTH && /\d/.test(value) && /[A-Za-z]/.test(value) && entropyOf(value) >= RANDOM_BITS
}

function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}
