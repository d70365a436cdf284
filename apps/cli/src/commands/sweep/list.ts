import { listSweeps, parseOverride } from '@reprise/pipelines/sweeps'
import { printTable } from '../../output/table.ts'
import { printTime } from '../../output/values.ts'
import type { Project } from '../../project/index.ts'
import { countPoints } from '../../sweeping/index.ts'

export function listAllSweeps({ repository, isJson, printJson, print, world }: Project): Promise<void> {
  const sweeps = listSweeps(repository.layout.temporary).map((folder) => {
    const { definition } = folder
    const points = folder.points()
    return {
      sweep: folder.name,
      created: definition.created,
      points: countPoints(definition, definition.overrides.map(parseOverride)),
      done: points.filter(({ state }) => state === 'done').length,
      failed: points.filter(({ state }) => state === 'failed').length,
      overrides: definition.overrides,
    }
  })
  if (isJson) printJson(sweeps)
  else
    print(
      printTable(
        sweeps,
        [
          { title: 'sweep', value: ({ sweep }) => sweep, align: 'right' },
          { title: 'created', value: ({ created }) => printTime(created) },
          { title: 'points', value: ({ points }) => String(points), align: 'right' },
          { title: 'done', value: ({ done }) => String(done), align: 'right' },
          { title: 'failed', value: ({ failed }) => String(failed), align: 'right' },
          { title: 'values', value: ({ overrides }) => overrides.join(' '), giveWay: 1, narrowest: 10 },
        ],
        { width: world.width, styleTitles: world.style.bold },
      ).text,
    )
  return Promise.resolve()
}
