import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createTemporaryFolder, repositoryFolder } from '@reprise/testing'
import type { Recorder } from '../report/report.ts'
import { startReprise } from '../servers/reprise.ts'

const SOURCE = 'apps/cli/src/main.ts'
const DIST = 'apps/cli/dist/main.js'

/** What `npm run build` does. */
export function buildDist(): void {
  const { status } = spawnSync(process.execPath, ['tools/build.ts'], { cwd: repositoryFolder, stdio: 'inherit' })
  if (status !== 0) throw new Error('the build failed; --no-build measures the dist that is there')
}

/** Times from spawning to the first answer of `/health`, over a store that does not exist yet; files are in the page cache. */
export async function measureColdStarts(starts: number, record: Recorder): Promise<void> {
  await using cache = await createTemporaryFolder('benchmark')
  const ways = {
    'cold start from source': { cli: SOURCE },
    'cold start from dist': { cli: DIST },
    // As the installed command does from its second start on.
    'cold start from dist, compile cache': { cli: DIST, env: { NODE_COMPILE_CACHE: join(cache.path, 'compiled') } },
  }
  await startAndStop(ways['cold start from dist, compile cache'])
  for (const [workload, way] of Object.entries(ways)) {
    const rounds = []
    for (let round = 0; round < starts; round++) rounds.push({ milliseconds: await startAndStop(way) })
    record(workload, 'reprise', rounds)
  }
}

async function startAndStop(way: { readonly cli: string; readonly env?: Readonly<Record<string, string>> }): Promise<number> {
  await using folder = await createTemporaryFolder('benchmark')
  await using server = await startReprise({ folder, ...way })
  return server.startMilliseconds
}
