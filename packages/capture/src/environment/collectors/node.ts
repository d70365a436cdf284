import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RecordedInterpreter } from '@reprise/protocol'
import { absent, type Collector, type Context, failed, type ItemState, noted, skipped } from '../collector.ts'
import { findNodeEdits } from '../node/find-edits.ts'
import { readNodePackages } from '../node/read-packages.ts'
import { findProgram } from '../programs/find-program.ts'
import { runProgram } from '../programs/run-program.ts'

const languages = ['node', 'bun', 'deno'] as const

/** The JavaScript runtime of the command, and the packages of the project around it. */
export const node: Collector = {
  items: ['node.interpreter', 'node.packages', 'node.edited'],
  limit: 5_000,
  collect: async (context) => {
    const command = context.command()
    const language = languages.find((one) => one === command.language)
    const project = findProject(context.folder, context.root)
    if (language === undefined && project === undefined) {
      const none = absent('The command is no JavaScript program, and there is no package.json.')
      return { items: { 'node.interpreter': none, 'node.packages': none, 'node.edited': none } }
    }
    const { interpreter, state } =
      language === undefined
        ? { interpreter: undefined, state: absent('The command is no JavaScript program.') }
        : await describe(language, context)
    const packages = project === undefined ? undefined : readNodePackages(project)
    const edits =
      project === undefined || packages === undefined || packages.installed.length === 0
        ? undefined
        : await findNodeEdits(join(project, packages.file), packages.installed, context.signal)
    return {
      items: {
        'node.interpreter': state,
        'node.packages':
          packages === undefined
            ? absent('There is no list of what is installed.')
            : noted(`${packages.packages.length} packages by ${packages.file}.`),
        'node.edited':
          edits === undefined
            ? absent('There is no list of npm of what is installed.')
            : edits.stopped === undefined
              ? noted(`${edits.byPackage.size} packages.`)
              : skipped(edits.stopped),
      },
      ...(interpreter === undefined ? {} : { interpreters: [interpreter] }),
      ...(packages === undefined
        ? {}
        : { packages: packages.packages.map((item) => ({ ...item, edited: edits?.byPackage.get(`${item.name}@${item.version}`) ?? [] })) }),
    }
  },
}

function findProject(folder: string, root: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) return folder
  return folder === root || dirname(folder) === folder ? undefined : findProject(dirname(folder), root)
}

/** npm and its like are programs of the node that is found first. */
async function describe(
  language: (typeof languages)[number],
  context: Context,
): Promise<{ interpreter?: RecordedInterpreter; state: ItemState }> {
  const { file = '' } = context.command()
  const path = file.endsWith(language) ? file : findProgram(language, context)
  if (path === undefined) return { state: failed(`${language} was not found on PATH.`) }
  const answer = await runProgram(path, { ...context, args: ['--version'] })
  if (answer.trouble !== undefined) return { state: failed(answer.trouble) }
  const version = /\d+\.\d+\.\d+\S*/.exec(answer.stdout)?.[0] ?? answer.stdout.trim()
  const sha256 = createHash('sha256')
    .update(readFileSync(realpathSync(path)))
    .digest('hex')
  return {
    interpreter: { language, implementation: { node: 'Node.js', bun: 'Bun', deno: 'Deno' }[language], version, path, sha256 },
    state: true,
  }
}
