import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { compareRecords } from '@reprise/compare'
import { installNode } from '../../environment/node/install-node.ts'
import { Obstacle } from '../../obstacle.ts'
import { placeFile } from '../files/place-file.ts'
import type { Finder } from '../sides.ts'

/** What the packages of a project are installed from. */
const projectFiles = ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock']

/** Packages of Node.js: they are installed together, from the lock file of `a`. */
export const findNodePackages: Finder = ({ a, here, folder, context, name }) => {
  const names = new Map([...a.record.environment.packages, ...here.environment.packages].map((item) => [item.name, item.ecosystem]))
  const differing = compareRecords(a.record, here).filter(
    ({ part, isUnused, subject }) => part === 'package' && isUnused !== true && names.get(subject) === 'node',
  )
  if (differing.length === 0) return []
  const subjects = differing.map(({ subject }) => subject)
  return [
    {
      kind: 'package',
      subject: subjects.length <= 3 ? subjects.join(', ') : `${subjects.slice(0, 3).join(', ')} and ${subjects.length - 3} more`,
      did: `packages of Node.js as in ${name}`,
      weight: 10,
      amend: async (files) => {
        for (const file of projectFiles) {
          const own = join(folder, 'code-a', file)
          if (existsSync(own)) await placeFile(files.root, file, own)
        }
        const variables = Object.fromEntries(
          Object.entries(context.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
        )
        const plan = {
          record: a.record,
          artifactUri: a.artifactUri,
          argv: a.record.command.argv,
          variables,
          folder: files.folder,
          root: files.root,
          scratch: join(folder, 'node'),
        }
        const installed = await installNode(plan, { ...context, progress: () => undefined })
        if (installed?.variables !== undefined) return files
        throw new Obstacle('missing package', installed?.notes.join('; ') ?? 'there are packages of Node.js already')
      },
    },
  ]
}
