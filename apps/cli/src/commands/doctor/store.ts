import { existsSync } from 'node:fs'
import type { World } from '../../command.ts'
import { hidePassword } from '../../connect/index.ts'
import { fileOf, isDatabaseUrl } from '../../serving/places.ts'
import { describeKeepingTrouble } from './keeping-trouble.ts'
import type { Finding, ProbeOptions } from './probes.ts'

const about = 'store'

/** Whether the store of a server on this machine is there, and who has it open. Nothing is made. */
export async function probeStore(_options: ProbeOptions, { settings }: World): Promise<Finding[]> {
  const place = isDatabaseUrl(settings.store) ? settings.store : fileOf(settings.store)
  if (!isDatabaseUrl(place) && !existsSync(place)) return []
  try {
    const { checkStore } = await import('@reprise/storage')
    const found = await checkStore(place)
    if (found.kind === 'postgres') {
      return [{ state: 'ok', about, detail: `${hidePassword(place)} answers (PostgreSQL ${found.version})` }]
    }
    if (found.holder === undefined) return []
    const who = found.holder === 0 ? 'another process' : `process ${found.holder}`
    return [
      {
        state: 'note',
        about,
        detail: `${place} is in use by ${who}`,
        hint: 'No second server can open it; that is as it should be while one runs.',
      },
    ]
  } catch (error) {
    return [describeKeepingTrouble(about, error)]
  }
}
