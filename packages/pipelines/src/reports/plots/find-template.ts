import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { toFileError } from '../../paths/index.ts'
import { isMapping, jsonLoads, type Mapping } from '../../python/index.ts'
import { toValue } from './template.ts'
import { templates } from './templates/index.ts'

/**
 * A template by name: a file of `.dvc/plots`, with or without `.json`, a file from the current folder, or one that DVC comes with.
 *
 * @throws RepriseError RESOURCE_DOES_NOT_EXIST where there is none, INVALID_PARAMETER_VALUE for one that is no JSON
 */
export function findTemplate(name: string, { folder, cwd }: { readonly folder: string; readonly cwd: string }): Mapping {
  for (const path of [join(folder, name), join(folder, `${name.replace(/\.[^./]*$/, '')}.json`), join(cwd, name)]) {
    const text = readText(path)
    const content = text === undefined ? undefined : jsonLoads(text, path)
    if (isMapping(content)) return content
    if (content !== undefined) throw new RepriseError('INVALID_PARAMETER_VALUE', `The template '${path}' is no JSON object.`)
  }
  const own = toValue(templates.get(name) ?? null)
  if (isMapping(own)) return own
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `Template '${name}' not found.`, {
    hint: `There are: ${[...templates.keys()].join(', ')}.`,
  })
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
    throw toFileError(error, path)
  }
}
