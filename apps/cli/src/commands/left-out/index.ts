import type { CommandModule } from '../../command.ts'
import { addLeftOutCommand } from '../../project/index.ts'

/** Commands that DVC has and this program leaves out by decision: why, and what to use in their place. */
const leftOut: Readonly<Record<string, { readonly why: string; readonly instead: string }>> = {
  exp: {
    why: 'it keeps runs in git references; here they are recorded',
    instead:
      'runs: `reprise repro` and `reprise run` record each one, `reprise runs list` and `reprise runs compare` show them; `reprise sweep` tries many values.',
  },
  queue: {
    why: 'it keeps runs in git references; here they are recorded',
    instead:
      '`reprise sweep -j N`, which goes on with --resume where it was ended; each point is recorded as a run that `reprise runs list` shows.',
  },
  artifacts: {
    why: 'it asks for tags of git that DVC Studio makes',
    instead: '`reprise get URL PATH --rev TAG`, which gets data of a repository as they were at a tag, branch or commit.',
  },
  dataset: {
    why: 'it names datasets of cloud services',
    instead: '`reprise import URL PATH` for data of another repository, and `reprise import-url URL` for data anywhere else.',
  },
  ds: {
    why: 'it names datasets of cloud services',
    instead: '`reprise import URL PATH` for data of another repository, and `reprise import-url URL` for data anywhere else.',
  },
  'import-db': {
    why: 'it imports rows of a database',
    instead: 'a stage that writes the rows into a file: `reprise stage add --name rows --outs rows.csv COMMAND`, with --always-changed.',
  },
  'test-db': { why: 'it tries the connection for import-db', instead: 'the client of the database itself.' },
  du: { why: 'it adds up sizes', instead: '`reprise list URL --size --recursive`, which tells the size of each file.' },
  'git-hook': {
    why: 'hooks call it',
    instead: '`reprise install`, which writes hooks that call the commands themselves.',
  },
  studio: {
    why: 'it is for a service of DVC',
    instead: 'a server of your own: `reprise server`, which `reprise repro` and `reprise pipeline publish` tell of runs and pipelines.',
  },
  daemon: { why: 'it updates and reports in the background', instead: 'nothing: Reprise does neither.' },
}

export const addLeftOutCommands: CommandModule = (parent, world) => {
  for (const [name, text] of Object.entries(leftOut)) addLeftOutCommand(parent, world, { name, ...text })
}
