import { replaceAssignments, type TextKind } from './assignments.ts'
import { isSecretName, isSecretVariable, toSecretName } from './names.ts'
import { replaceArguments } from './arguments.ts'
import { isPlaceholder, looksRandom, shapes } from './shapes.ts'

/** Something that was left out: where it stood, and the word that now stands there. As in `RecordedCommand.secrets`. */
export interface FoundSecret {
  /** `argv[3]`, `variables.API_KEY`; in a text its line: `line 12`. */
  readonly place: string
  readonly name: string
}

/** A text without its secrets. */
export interface RedactedText {
  readonly text: string
  /** One for each place that was replaced. */
  readonly secrets: readonly FoundSecret[]
}

/** Arguments without their secrets. */
export interface RedactedArguments {
  readonly argv: readonly string[]
  readonly secrets: readonly FoundSecret[]
}

/** What stands for secrets: `[secret:NAME]`. Redacting twice changes nothing more. */
export interface Redactor {
  /** Replaces what looks like a secret in a text of any length: a diff, a line of output, a message. */
  text(text: string): RedactedText
  /** The same for the content of a file, which is to be used again: of what may be an ordinary word more is left where it is a program. */
  file(content: string, path: string): RedactedText
  /** Replaces secrets in the arguments of a command. An option of a telling name has its value replaced whatever it looks like. */
  argv(argv: readonly string[]): RedactedArguments
}

/** Values that are shorter are not looked for in texts: they would be found by chance. */
const SHORTEST_KNOWN = 8

const address = /\b([a-z][a-z\d+.-]*:\/\/)([^\s/?#@'"<>]+)@/gi
/** Parts of an address that let in whoever has it. */
const query = /([?&;]([\w.-]{1,60})=)([^&#;\s'"<>]{4,})/g
const signatures = /^(?:sig|signature|x-(?:amz|goog)-(?:signature|security-token|credential)|code|auth)$/i
const header = /\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic|token|digest)\s+)([\w.~+/=-]{6,})/gi

/**
 * Finds secrets by how they look, by the names before them, and by value where it is known: `variables` is the environment of the
 * program, whose telling variables (`API_KEY`) are looked for everywhere.
 */
export function createRedactor(variables: Readonly<Record<string, string | undefined>> = {}): Redactor {
  const known = knownValues(variables)
  const text = (given: string): RedactedText => redact(given, known, forReading)
  const file = (content: string, path: string): RedactedText => redact(content, known, kindOf(path))
  return { text, file, argv: (argv) => replaceArguments(argv, text) }
}

/** An address without its user and password; what is no address is given back as it is. Tokens in its query are replaced, too. */
export function redactUrl(url: string): string {
  const bareUrl = url.replace(address, (whole, scheme: string, user: string) =>
    scheme.toLowerCase().endsWith('ssh://') && !user.includes(':') ? whole : scheme,
  )
  return redact(bareUrl, [], forReading).text
}

const forReading: TextKind = { isSettings: true, isProgram: false, isData: false }
const settings = /\.(?:ya?ml|toml|ini|cfg|conf|properties|env|txt|netrc|npmrc|condarc|xml)$|(?:^|\/)\.[^/.]+$/i
const programs = /\.(?:py[wxi]?|ipynb|[cm]?[jt]sx?|r|jl|rb|go|rs|java|kt|scala|c|h|cc|cpp|hpp|cu|cs|php|lua|pl|pm|sql|m)$/i
const data = /\.(?:jsonl?|csv|tsv|md|rst|html?)$/i

function kindOf(path: string): TextKind {
  return { isSettings: settings.test(path), isProgram: programs.test(path), isData: data.test(path) }
}

type KnownValue = readonly [name: string, value: string]

function knownValues(variables: Readonly<Record<string, string | undefined>>): KnownValue[] {
  const values = Object.entries(variables).flatMap(([name, value]) =>
    value !== undefined && value.length >= SHORTEST_KNOWN && isSecretVariable(name) && !isPlaceholder(value) && !/^[~.]?\//.test(value)
      ? // A stream is read as Latin-1: there the value looks like this.
        [...new Set([value, Buffer.from(value).toString('latin1')])].map((spelling): KnownValue => [toSecretName(name), spelling])
      : [],
  )
  // The longer first: one may be the beginning of another.
  return values.toSorted(([, a], [, b]) => b.length - a.length)
}

function redact(given: string, known: readonly KnownValue[], kind: TextKind): RedactedText {
  const names: string[] = []
  const mark = (name: string): string => {
    names.push(name)
    return `[secret:${name}]`
  }
  let text = given
  for (const [name, value] of known) if (text.includes(value)) text = text.replaceAll(value, () => mark(name))
  for (const { name, pattern } of shapes) text = text.replace(pattern, () => mark(name))
  if (text.includes('@')) text = text.replace(address, (whole, scheme: string, user: string) => redactUser(whole, [scheme, user], mark))
  text = text.replace(header, (whole, before: string, value: string) => (isPlaceholder(value) ? whole : before + mark('AUTHORIZATION')))
  if (text.includes('='))
    text = text.replace(query, (whole, before: string, name: string, value: string) =>
      isQuerySecret(name, value) ? before + mark(toSecretName(name)) : whole,
    )
  text = replaceAssignments(text, mark, kind)
  return { text, secrets: names.length === 0 ? [] : placesIn(text) }
}

function redactUser(whole: string, [scheme, user]: readonly [string, string], mark: (name: string) => string): string {
  if (user.includes('[secret:')) return whole
  const colon = user.indexOf(':')
  if (colon < 0) return looksRandom(user) ? `${scheme}${mark('URL_TOKEN')}@` : whole
  const password = user.slice(colon + 1)
  return isPlaceholder(password) ? whole : `${scheme}${user.slice(0, colon)}:${mark('URL_PASSWORD')}@`
}

function placesIn(text: string): FoundSecret[] {
  return text
    .split('\n')
    .flatMap((line, index) => Array.from(line.matchAll(/\[secret:(\w+)\]/g), ([, name = '']) => ({ place: `line ${index + 1}`, name })))
}

function isQuerySecret(name: string, value: string): boolean {
  return !isPlaceholder(value) && (isSecretName(name) || (signatures.test(name) && value.length >= 8))
}
