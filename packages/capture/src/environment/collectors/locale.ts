import { readlinkSync } from 'node:fs'
import { type Collector, whether } from '../collector.ts'
import { readText } from '../limits-of-group.ts'

/** How programs sort, print numbers, and tell the time. */
export const locale: Collector = {
  items: ['locale.language', 'locale.time_zone'],
  isQuick: true,
  limit: 1_000,
  collect: ({ env }) => {
    const language = env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG']
    const zone = env['TZ'] ?? readLink() ?? readText('/etc/timezone')?.trim() ?? Intl.DateTimeFormat().resolvedOptions().timeZone
    return {
      items: {
        'locale.language': whether(language, 'No variable sets it, so it is C.'),
        'locale.time_zone': whether(zone, 'The system does not say.'),
      },
      system: { locale: { language: language ?? 'C', time_zone: zone } },
    }
  },
}

function readLink(): string | undefined {
  try {
    return /zoneinfo\/(.+)$/.exec(readlinkSync('/etc/localtime'))?.[1]
  } catch {
    return undefined
  }
}
