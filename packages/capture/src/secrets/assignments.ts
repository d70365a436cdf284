import { isSecretName, toSecretName } from './names.ts'
import { isPlaceholder, looksRandom } from './shapes.ts'

const assignment = /(?<![\w.-])([A-Za-z_-][\w.-]{0,80})(["']?\s{0,8}(?:=>|:=|[=:])\s{0,8}[rbuf]{0,2})(?=\S)/gi
const quotedValue = /(["'])((?:(?!\1)[^\\\n]|\\.){6,400})\1/y
const bareValue = /([^\s'"`,;&()[\]{}<>]{6,400})(?![\w(])/y
const bareSign = /^["']?(?:=|:\s?|\s=\s)$/
const dotted = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/

/** Some part of every telling name: most texts have none, and need no closer look. */
const telling = /key|secret|token|pass|pwd|credential|authorization|bearer|jwt/i

/** Replaces what is assigned to telling names: `API_KEY=…`, `"password": "…"`, `--token …` is left to the arguments. */
export function replaceAssignments(text: string, mark: (name: string) => string): string {
  if (!telling.test(text)) return text
  let result = ''
  let done = 0
  for (const { 0: whole, 1: name = '', 2: sign = '', index } of text.matchAll(assignment)) {
    if (index < done || !telling.test(name) || !isSecretName(name)) continue
    const start = index + whole.length
    const value = secretAt(text, start, { name, sign })
    if (value === undefined) continue
    const [from, to] = value
    result += text.slice(done, from) + mark(toSecretName(name))
    done = to
  }
  return done === 0 ? text : result + text.slice(done)
}

function secretAt(text: string, start: number, { name, sign }: { name: string; sign: string }): readonly [number, number] | undefined {
  quotedValue.lastIndex = start
  const quoted = quotedValue.exec(text)?.[2]
  if (quoted !== undefined) return isPlaceholder(quoted) ? undefined : [start + 1, start + 1 + quoted.length]
  if (!bareSign.test(sign)) return undefined
  bareValue.lastIndex = start
  const bare = bareValue.exec(text)?.[1]
  return bare !== undefined && isBareSecret(name, bare) ? [start, start + bare.length] : undefined
}

/** Unquoted, as in `.env` files and YAML. In programs the right side of `token = …` is mostly a name: `args.token`. */
function isBareSecret(name: string, value: string): boolean {
  if (isPlaceholder(value) || dotted.test(value)) return false
  return looksRandom(value) || (/^[A-Z\d_]+$/.test(name) && /\d/.test(value) && /[A-Za-z]/.test(value))
}
