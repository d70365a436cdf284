import { isSecretName, toSecretName } from './names.ts'
import type { FoundSecret, RedactedArguments, RedactedText } from './redactor.ts'
import { isPlaceholder } from './shapes.ts'

const assigned = /^(-{0,2}[A-Za-z_][\w.-]*)(=)([\s\S]+)$/
const headed = /^([A-Za-z][\w-]*)(:\s*)([^\s/][\s\S]*)$/
const optionName = /^--?[A-Za-z][\w.-]*$/
/** Options whose value is `user:password`. */
const logins = /^(?:-u|-U|--user|--proxy-user|--userpwd|--login)$/
const login = /^([^\s:/]+:)(?=.*\D)([^\s/]+)$/
/** Options that mean a password in some programs and something else in others: a value with letters and digits and nothing else is taken for one. */
const maybePassword = /^(?:-p|-P|--auth)$/
/** What a browser is let in by. */
const cookies = /^(?:--cookie|set-cookie|cookie)$/i
const chosen = /^(?=.*[A-Za-z])(?=.*\d)[^\s/.,:=]{5,}$/

/** Replaces secrets in the arguments of a command; `redactText` finds those that show in any text. */
export function replaceArguments(argv: readonly string[], redactText: (text: string) => RedactedText): RedactedArguments {
  const secrets: FoundSecret[] = []
  const mark = (index: number, name: string): string => {
    secrets.push({ place: `argv[${index}]`, name: toSecretName(name) })
    return `[secret:${toSecretName(name)}]`
  }
  const redacted = argv.map((argument, index) => {
    const before = argv[index - 1] ?? ''
    if (takesSecret(before, argument) && !isPlaceholder(argument)) return mark(index, before)
    for (const pattern of [assigned, headed]) {
      const [, name = '', sign = '', value = ''] = pattern.exec(argument) ?? []
      if ((isSecretName(name) || cookies.test(name)) && !isPlaceholder(value) && isWhole(name, value))
        return `${name}${sign}${mark(index, name)}`
    }
    const [, user = '', password = ''] = logins.test(before) ? (login.exec(argument) ?? []) : []
    if (password !== '' && user !== `${password}:` && !isPlaceholder(password)) return `${user}${mark(index, 'PASSWORD')}`
    const { text, secrets: found } = redactText(argument)
    secrets.push(...found.map((secret) => ({ name: secret.name, place: `argv[${index}]` })))
    return text
  })
  return { argv: redacted, secrets }
}

/** `Authorization: Bearer …` keeps its second word: the text knows it. */
function isWhole(name: string, value: string): boolean {
  return !/^authorization$/i.test(name) || !/^(?:bearer|basic|token|digest)\s/i.test(value)
}

/** Whether an argument is the value of the option before it, and that option is one for secrets. */
function takesSecret(option: string, argument: string): boolean {
  if (!optionName.test(option) || /^--?[A-Za-z]/.test(argument)) return false
  return isSecretName(option) || cookies.test(option) || (maybePassword.test(option) && chosen.test(argument))
}
