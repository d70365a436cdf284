import { openCapsule } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { printJson } from '../../output/json.ts'
import { printTable } from '../../output/table.ts'
import { printBytes, printTime } from '../../output/values.ts'

/** Lists what is in a capsule. */
export async function showCapsule(file: string, options: { readonly json?: boolean }, world: World): Promise<void> {
  await using capsule = await openCapsule(file)
  const { digest, members } = capsule
  const { run, experiment, series } = capsule.run
  if (options.json === true) return world.write(printJson({ digest, experiment, run, series, members }))
  const about = [
    ['run', run.info.run_id],
    ['name', run.info.run_name ?? ''],
    ['experiment', experiment],
    ['status', run.info.status],
    ['started', printTime(run.info.start_time)],
    ['params', String(run.data?.params.length ?? 0)],
    ['points', String(series.reduce((sum, { points }) => sum + points, 0))],
    ['digest', digest],
  ] as const
  const pairs = [
    { title: '', value: ([name]: readonly [string, string]) => name },
    { title: '', value: ([, value]: readonly [string, string]) => value, giveWay: 1, narrowest: 12 },
  ]
  world.write(`${printTable(about, pairs, { width: world.width }).text}\n`)
  const columns = [
    { title: 'FILE', value: ({ path }: (typeof members)[number]) => path, giveWay: 1, narrowest: 24 },
    { title: 'SIZE', value: ({ size }: (typeof members)[number]) => printBytes(size), align: 'right' as const },
    { title: 'SHA-256', value: ({ sha256 }: (typeof members)[number]) => sha256.slice(0, 12) },
  ]
  world.write(printTable(members, columns, { width: world.width, styleTitles: world.style.bold }).text)
}
