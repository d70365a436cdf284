import { isSecretName, toSecretName } from './names.ts'
import { isPlaceholder, looksRandom } from './shapes.ts'

const assignment = /(?<![\w.-])([A-Za-z_-][\w.-]{0,80})(["']?\s{0,8}(?:=>|:=|[=:])\s{0,8}(?:[rbuf]{1,2}(?=["']))?)(?=\S)/gi
const quotedValue = /(["'])((?:(?!\1)[^\\\n]|\\.){6,400})\1/y
const bareValue = /([^\s'"`,;&()[\]{}<>]{6,400})(?![\w(])/y
const bareSign = /^["']?(?:=|:\s?|\s=\s)$/
const dotted = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/

/** Of what is called after a secret and is none: `access_token`, `getSecretKey`. */
const nameWords = /key|token|secret|credential/i
/** Digits that names have, too: `oauth2_token`, `nextToken1`, `hmac-secret-sha256`. */
const nameDigits =
  /oauth2|(?<=key|token|secret|credential)s?\d(?![a-z\d])|(?<![a-z\d])(?:aes|base|ed|es|hs|md|rs|sha|utf|v|x)?-?(?:\d|16|32|64|128|192|256|384|512|25519)(?![a-z\d])/gi

/** Some part of every telling name: most texts have none, and need no closer look. */
const telling = /key|secret|token|pass|pwd|pw|credential|authorization|bearer|jwt/i

/** What a text is, which says what counts. */
export interface TextKind {
  /** Settings, and what is only read by people: a value without quotes is a value. In a program it is mostly another name. */
  readonly isSettings: boolean
  /** A program that is to run again: what may be an ordinary word stays. */
  readonly isProgram: boolean
  /** Data, in which `next_token` is a word like others. */
  readonly isData: boolean
}

/** Replaces what is assigned to telling names: `API_KEY=…`, `"password": "…"`, `--token …` is left to the arguments. */
export function replaceAssignments(text: string, mark: (name: string) => string, kind: TextKind): string {
  if (!telling.test(text)) return text
  let result = ''
  let done = 0
  for (const { 0: whole, 1: name = '', 2: sign = '', index } of text.matchAll(assignment)) {
    if (index < done || !telling.test(name) || !isSecretName(name)) continue
    const start = index + whole.length
    const value = secretAt(text, start, { name, sign, kind })
    if (value === undefined) continue
    const [from, to] = value
    result += text.slice(done, from) + mark(toSecretName(name))
    done = to
  }
  return done === 0 ? text : result + text.slice(done)
}

interface Assigned {
  readonly name: string
  readonly sign: string
  readonly kind: TextKind
}

function secretAt(text: string, start: number, { name, sign, kind }: Assigned): readonly [number, number] | undefined {
  quotedValue.lastIndex = start
  const quoted = quotedValue.exec(text)?.[2]
  if (quoted !== undefined) {
    const mayBeWord = kind.isProgram || (kind.isData && !/pass|secret|api_?-?key/i.test(name))
    const isWord = mayBeWord && !looksChosen(quoted)
    return isPlaceholder(quoted) || isWord ? undefined : [start + 1, start + 1 + quoted.length]
  }
  if (!bareSign.test(sign)) return undefined
  bareValue.lastIndex = start
  const bare = bareValue.exec(text)?.[1]
  return bare !== undefined && isBareSecret(name, bare, kind) ? [start, start + bare.length] : undefined
}

/** Whether a quoted value is more than a word, a name or a pattern: letters and digits, or long and in both cases, `supersecret123` among them. */
function looksChosen(value: string): boolean {
  if (!/^[\w.+/=~!@#$%^&*:-]+$/.test(value)) return false
  if (nameWords.test(value)) return /\d/.test(value.replace(nameDigits, ''))
  return /[A-Za-z]/.test(value) && (/\d/.test(value) || /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z]{16,}$/.test(value))
}

/** Unquoted, as in `.env` files and YAML. In programs the right side of `token = …` is a name: `args.token`. */
function isBareSecret(name: string, value: string, { isSettings, isProgram }: TextKind): boolean {
  if (isProgram || isPlaceholder(value) || dotted.test(value)) return false
  if (looksRandom(value)) return true
  return (isSettings || /^[A-Z\d_]+$/.test(name)) && /\d/.test(value) && /[A-Za-z]/.test(value)
}
