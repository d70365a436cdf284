import { createHmac } from 'node:crypto'
import { compareRecords, kindOfVariable } from '@reprise/compare'
import type { RecordedEnvironment } from '@reprise/protocol'
import { relocate, relocationOf } from '../../restore/relocate.ts'
import type { Finder, Sides } from '../sides.ts'
import type { Toggle, Untried } from '../toggle.ts'

/** Environment variables that are other. Where only a digest is recorded, the value has to be given or here. */
export const findVariables: Finder = (sides) => {
  const { a, here } = sides
  if (a.record.environment.variables.length === 0) return []
  const differing = compareRecords(a.record, here).filter(({ part }) => part === 'variable')
  const names = new Set(differing.map(({ subject }) => subject))
  const unknown = [...listUnknown(sides)].filter((name) => !names.has(name))
  return [...names, ...unknown].map((name) => toToggle(sides, name))
}

/** Variables of both runs whose digests can not be held against each other, but against a value that is given. */
function* listUnknown({ a, b, given }: Sides): Iterable<string> {
  if (a.id === b.id) return
  for (const [name, value] of given) {
    const [own, other] = [a, b].map(({ record }) => isValue(record.environment, name, value))
    if (own === true && other === false) yield name
  }
}

function toToggle({ a, b, given, context, name: run }: Sides, name: string): Toggle | Untried {
  const kind = kindOfVariable(name)
  const { environment } = a.record
  const recorded = environment.variables.find((variable) => variable.name === name)
  const weight = isOfTheMachine.test(name) ? -30 : 10
  if (recorded === undefined) {
    const change: Toggle['change'] = (request) => ({
      ...request,
      variables: Object.fromEntries(Object.entries(request.variables).filter(([key]) => key !== name)),
    })
    return { kind, subject: name, did: `${name} left out, as in ${run}`, weight, change }
  }
  const known = recorded.value?.includes('[secret:') === true ? undefined : recorded.value
  const values = [...given.filter(([key]) => key === name).map(([, value]) => value), ...[context.env[name] ?? []].flat()]
  const value = known ?? values.find((text) => recorded.digest === undefined || isValue(environment, name, text) === true)
  if (value === undefined) {
    const how = a.id === b.id ? `--secret ${name}=… gives it` : `--secret ${name}=… gives it, for either run the one that it had`
    return { kind, subject: name, why: `its value in ${run} is not recorded: ${how}` }
  }
  return {
    kind,
    subject: name,
    did: known === undefined ? `${name} as in ${run}` : `${name}=${known}`,
    weight,
    change: (request, { root }) => ({
      ...request,
      variables: { ...request.variables, [name]: relocate(value, relocationOf(a.record, root)) },
    }),
  }
}

/** What installers, proxies and shells use: hardly ever a result. */
const isOfTheMachine = /^(?:PIP_|UV_|npm_|PYENV|NVM_|GIT_|SSL_|XDG_|LESS|.*_(?:proxy|PROXY|CERT|CA_BUNDLE|CERTS)$)/

/** Whether a value is that of the record; undefined where the record has no digest of it. */
export function isValue({ variables, salt }: RecordedEnvironment, name: string, value: string): boolean | undefined {
  const digest = variables.find((variable) => variable.name === name)?.digest
  if (digest === undefined || salt === undefined) return undefined
  return createHmac('sha256', salt).update(value).digest('hex') === digest
}
