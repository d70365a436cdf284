import { jsonDumps } from '@reprise/pipelines/python'
import { templates, toValue } from '@reprise/pipelines/reports/plots'
import { ProjectFailure, type Voice } from '../../project/index.ts'

export async function listTemplates({ print, printJson, isJson, world }: Voice, [name]: [string?]): Promise<void> {
  const found = name === undefined ? undefined : templates.get(name)
  if (name !== undefined && found === undefined) throw new ProjectFailure(`Unexpected template: ${name}.`, { exitCode: 1 })
  if (found !== undefined) world.write(`${jsonDumps(toValue(found))}\n`)
  else if (isJson) printJson([...templates.keys()])
  else print(`${[...templates.keys()].join('\n')}\n`)
}
