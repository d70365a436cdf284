import { findProgram } from '@reprise/capture'
import type { Finder } from '../sides.ts'
import type { Toggle } from '../toggle.ts'

/** The time at which the original began, for programs that read the clock. */
export const findClock: Finder = ({ a, hints, isNoisy, context, name }) => {
  const isRead = hints.some(({ kind }) => kind === 'time')
  if (!isRead) return []
  const startedAt = Math.floor(a.record.command.started_at / 1_000)
  const epoch: NonNullable<Toggle['change']> = (request) => ({
    ...request,
    variables: { ...request.variables, SOURCE_DATE_EPOCH: String(startedAt) },
  })
  const cause = { kind: 'time', subject: 'the clock' } as const
  const program = findProgram('faketime', { path: context.env['PATH'], folder: '/' }).path
  if (program === undefined) {
    const has = a.record.environment.variables.some((variable) => variable.name === 'SOURCE_DATE_EPOCH')
    return [
      ...(has ? [] : [{ ...cause, subject: 'SOURCE_DATE_EPOCH', did: `SOURCE_DATE_EPOCH=${startedAt}`, weight: -10, change: epoch }]),
      { ...cause, why: 'the clock can not be set for a program: faketime is not installed' },
    ]
  }
  // In noise the clock stands still; else it goes on from where it was.
  const shown = new Date(startedAt * 1_000).toISOString().replace('T', ' ').slice(0, 19)
  const change: Toggle['change'] = async (request, files) => {
    const told = await epoch(request, files)
    return {
      ...told,
      argv: ['env', 'TZ=UTC', program, '-f', `${isNoisy ? '' : '@'}${shown}`, ...withZone(request.variables['TZ']), ...request.argv],
    }
  }
  return [{ ...cause, did: `the clock at the start of ${name} (faketime)`, weight: 0, change }]
}

/** The time is told in UTC; the command keeps its own zone. */
function withZone(zone: string | undefined): readonly string[] {
  return zone === undefined ? ['env', '-u', 'TZ'] : ['env', `TZ=${zone}`]
}
